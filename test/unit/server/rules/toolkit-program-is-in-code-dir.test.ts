import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const AWS =
  'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker\n';
const OWN = 'FROM python:3.12\nRUN pip install sagemaker-training\n';

function found(text: string, files: Record<string, string> = { 'train.py': 'print(1)\n' }): readonly string[] {
  return lintFiles({ Dockerfile: text, ...files })
    .findings.filter((it) => it.rule === 'toolkit-program-is-in-code-dir')
    .map((it) => `${it.severity} ${it.fixes.map((fix) => fix.edits[0]?.text ?? '').join('')}`.trim());
}

describe('toolkit-program-is-in-code-dir', () => {
  it.each([
    [`${OWN}COPY train.py /opt/program/\nENV SAGEMAKER_PROGRAM train.py\n`, 'error /opt/program/train.py'],
    [`${OWN}COPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM "Train.py"\n`, 'error train.py'],
    [`${OWN}COPY train.py /opt/ml/code/src/\nENV A=1 SAGEMAKER_PROGRAM=train.py\n`, 'error src/train.py'],
    [`${AWS}COPY train.py /opt/program/\nENV SAGEMAKER_PROGRAM train.py\n`, 'warning /opt/program/train.py'],
    [`${OWN}ENV SAGEMAKER_PROGRAM train.py\n`, 'info'],
  ])('reports %j', (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  it.each([
    `${AWS}ENV SAGEMAKER_PROGRAM train.py\n`,
    `${AWS}COPY train.py /opt/program/\nRUN mkdir -p /opt/ml/code && ln -s /opt/program/*.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM train.py\n`,
    `${AWS}COPY train.py /opt/program/\nCOPY missing /opt/ml/code/\nENV SAGEMAKER_PROGRAM train.py\n`,
    `${OWN}COPY train.py /opt/program/\nENV SAGEMAKER_PROGRAM train.py SAGEMAKER_SUBMIT_DIRECTORY=s3://bucket/source.tar.gz\n`,
    `${OWN}COPY train.py /opt/program/\nENV SAGEMAKER_SUBMIT_DIRECTORY=s3://bucket/source.tar.gz SAGEMAKER_PROGRAM=train.py\n`,
    `${OWN}COPY train.py /opt/program/\nARG PROGRAM\nENV SAGEMAKER_PROGRAM=$PROGRAM\n`,
    `${OWN}COPY train.py /opt/ml/code\nENV SAGEMAKER_PROGRAM=train.py\n`,
    `FROM python:3.12\nCOPY train.py /opt/program/\nENV SAGEMAKER_PROGRAM=train.py\n`,
  ])('accepts %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});
