import { describe, expect, it } from 'vitest';
import { ACCEPT_BIND_TO_PORT_LABEL, LABELS, MULTI_MODELS_LABEL, label, nearestLabel } from '../../../contract/labels';

describe('labels', () => {
  it('are spelled as SageMaker reads them', () => {
    expect(ACCEPT_BIND_TO_PORT_LABEL).toBe('com.amazonaws.sagemaker.capabilities.accept-bind-to-port');
    expect(MULTI_MODELS_LABEL).toBe('com.amazonaws.sagemaker.capabilities.multi-models');
    expect(label(MULTI_MODELS_LABEL)?.neededIn).toEqual(['multi-model']);
    expect(label('com.example')).toBeUndefined();
  });
});

describe('nearestLabel', () => {
  it.each([
    ['com.amazonaws.sagemaker.capabilities.multi-model', MULTI_MODELS_LABEL],
    ['com.amazonaws.sagemaker.capabilities.multi_models', MULTI_MODELS_LABEL],
    ['com.amazonaws.sagemaker.capabilities.multimodel', MULTI_MODELS_LABEL],
    ['com.amazonaws.sagemaker.multi-models', MULTI_MODELS_LABEL],
    ['com.amazon.sagemaker.capabilities.multi-models', MULTI_MODELS_LABEL],
    ['com.amazonaws.sagemaker.capability.multi-models', MULTI_MODELS_LABEL],
    ['COM.AMAZONAWS.sagemaker.capabilities.accept-bind-to-port', ACCEPT_BIND_TO_PORT_LABEL],
    ['com.amazonaws.sagemaker.capabilities.accept_bind_to_port', ACCEPT_BIND_TO_PORT_LABEL],
    ['com.amazonaws.sagemaker.capabilities.bind-to-port', ACCEPT_BIND_TO_PORT_LABEL],
    [
      'com.amazonaws.sagemaker.capabilities.bidirectional-stream',
      'com.amazonaws.sagemaker.capabilities.bidirectional-streaming',
    ],
  ])('%s is meant to be %s', (name, expected) => {
    expect(nearestLabel(name)).toBe(expected);
  });

  it.each([
    ...LABELS.map((one) => one.name),
    'com.amazonaws.ml.engines.sagemaker.dlc.job.training',
    'com.amazonaws.sagemaker.owner',
    'com.amazonaws.sagemaker.capabilities.gpu',
    'multi-models',
    'maintainer',
    'org.opencontainers.image.title',
    '',
  ])('%s is left alone', (name) => {
    expect(nearestLabel(name)).toBeUndefined();
  });
});
