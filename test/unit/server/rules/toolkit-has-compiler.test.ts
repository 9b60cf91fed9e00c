import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const END = 'COPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n';

function found(text: string): readonly string[] {
  const { findings } = lintFiles({ Dockerfile: `${text}${END}`, 'train.py': 'print(1)\n' });
  return findings
    .filter((it) => it.rule === 'toolkit-has-compiler')
    .map((it) =>
      `${it.severity} ${String(it.range.start.line + 1)} ${it.fixes.map((fix) => fix.edits[0]?.text ?? '').join('')}`.trim(),
    );
}

describe('toolkit-has-compiler', () => {
  it.each([
    [
      'FROM python:3.12-slim\nRUN uv pip install --system sagemaker-training\n',
      'apt-get install -y --no-install-recommends gcc libc6-dev &&',
    ],
    ['FROM python:3.12-alpine\nRUN pip install sagemaker-training\n', 'apk add --no-cache gcc musl-dev'],
    ['FROM python:3.12-slim\nRUN <<EOT\npip install sagemaker-training\nEOT\n', 'gcc'],
    [
      'FROM python:3.12-slim\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/uv2\nRUN pip install sagemaker-training\n',
      'gcc',
    ],
    [
      'FROM python:3.12 AS build\nRUN pip wheel sagemaker-training\nFROM python:3.12-slim\nRUN pip install sagemaker_containers\n',
      'gcc',
    ],
  ])('reports %j', (text, fix) => {
    expect(found(text)).toHaveLength(1);
    expect(found(text)[0]).toContain(fix);
  });

  it.each([
    'FROM python:3.12-slim AS base\nRUN apt-get update && apt-get install -y gcc\nFROM base\nRUN pip install sagemaker-training\n',
    'FROM python:3.12-slim\nARG P\nRUN apt-get update && apt-get install -y $P\nRUN pip install sagemaker-training\n',
    'FROM python:3.12-slim\nENV PIP_INDEX_URL=https://wheels.example.com/simple\nRUN pip install sagemaker-training\n',
    'FROM python:3.12-slim\nRUN pip install --extra-index-url https://wheels.example.com sagemaker-training\n',
    'FROM python:3.12-slim\nCOPY --from=python:3.12 /usr /usr\nRUN pip install sagemaker-training\n',
    'FROM python:3.12-slim\nCOPY --from=gcc:13 /usr/local/bin/gcc /opt/gcc/bin/gcc\nRUN pip install sagemaker-training\n',
    'FROM rockylinux:9\nRUN dnf groupinstall -y "Development Tools" && dnf install -y python3-devel && pip3 install sagemaker-training\n',
    'FROM example.com/own:1\nRUN pip install sagemaker-training\n',
    'FROM python:3.12-slim\nRUN pip install sagemaker-inference "setuptools<80"\n',
  ])('accepts %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});
