import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const RULES = new Set(['multi-model-label-is-set', 'bind-to-port-label-is-set', 'bidirectional-label-is-set']);

function found(dockerfile: string): string[] {
  return lintFiles({ Dockerfile: dockerfile, '+x serve': '#!/usr/bin/env python\nprint("serving")\n' })
    .findings.filter((it) => RULES.has(it.rule))
    .map((it) => `${it.severity} ${it.rule}`);
}

const ROLES = '# sagemaker: roles=inference,multi-model,pipeline\n';
const COPY = 'COPY serve /usr/local/bin/serve\n';
const BOTH = ['error multi-model-label-is-set', 'error bind-to-port-label-is-set'];

describe('labels that a role needs', () => {
  it('are both missed', () => {
    expect(found(`${ROLES}FROM python:3.12-slim\n${COPY}`).sort()).toEqual([...BOTH].sort());
  });

  it.each([
    [
      'misspelt ones',
      'LABEL com.amazonaws.sagemaker.capabilities.multi-model=true com.amazonaws.sagemaker.capabilities.accept_bind_to_port=true\n',
    ],
    [
      'ones with a wrong value',
      'LABEL com.amazonaws.sagemaker.capabilities.multi-models=yes com.amazonaws.sagemaker.capabilities.accept-bind-to-port=1\n',
    ],
    ['ones whose name is not known', 'ARG NAME\nLABEL ${NAME}=true\n'],
  ])('are left to other rules, or to nobody: %s', (_name, label) => {
    expect(found(`${ROLES}FROM python:3.12-slim\n${label}${COPY}`)).toEqual([]);
  });

  it('are left to labels-in-final-stage when another stage has them', () => {
    const label =
      'LABEL com.amazonaws.sagemaker.capabilities.multi-models=true com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\n';
    expect(found(`${ROLES}FROM python:3.12 AS build\n${label}FROM python:3.12-slim\n${COPY}`)).toEqual([]);
  });

  it('are not missed on AWS images of which the labels are not known', () => {
    expect(
      found(
        `${ROLES}FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker\n${COPY}`,
      ),
    ).toEqual([]);
  });
});
