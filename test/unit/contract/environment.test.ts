import { describe, expect, it } from 'vitest';
import { CREDENTIAL_VARIABLES, VARIABLES, nearestVariable, variable } from '../../../contract/environment';

describe('variables', () => {
  it('stand once each', () => {
    expect(new Set(VARIABLES.map((one) => one.name)).size).toBe(VARIABLES.length);
  });

  it('cover what the training toolkit sets (ENV-04)', () => {
    for (const name of ['SM_MODEL_DIR', 'SM_CHANNELS', 'SM_HPS', 'SM_NUM_GPUS', 'SM_TRAINING_ENV', 'SM_TOPOLOGY']) {
      expect(variable(name)?.origin).toBe('training-toolkit');
    }
    for (const name of ['SM_MASTER_ADDR', 'SM_HOST_COUNT']) expect(variable(name)?.origin).toBe('sdk-driver');
  });

  it.each([
    'SAGEMAKER_BIND_TO_PORT',
    'SAGEMAKER_SAFE_PORT_RANGE',
    'SAGEMAKER_MULTI_MODEL',
    'SAGEMAKER_BATCH',
    'SAGEMAKER_MAX_PAYLOAD_IN_MB',
    'TRAINING_JOB_NAME',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    ...CREDENTIAL_VARIABLES,
  ])('%s may not be baked (ENV-07)', (name) => {
    expect(variable(name)?.mayBake).toBe(false);
  });

  it.each(['SAGEMAKER_PROGRAM', 'SM_MODEL_DIR', 'NVIDIA_VISIBLE_DEVICES', 'AWS_REGION', 'PYTHONUNBUFFERED'])(
    '%s may',
    (name) => {
      expect(variable(name)?.mayBake).toBe(true);
    },
  );
});

describe('variable', () => {
  it('knows patterns', () => {
    expect(variable('SM_CHANNEL_TRAINING')?.name).toBe('SM_CHANNEL_<NAME>');
    expect(variable('SM_HP_LEARNING-RATE')?.name).toBe('SM_HP_<NAME>');
    expect(variable('SM_CHANNELS')?.name).toBe('SM_CHANNELS');
    expect(variable('SM_HPS')?.name).toBe('SM_HPS');
  });

  it('knows nothing else', () => {
    expect(variable('SM_CHANNEL_')).toBeUndefined();
    expect(variable('MY_SM_HP_X')).toBeUndefined();
    expect(variable('PATH')).toBeUndefined();
    expect(variable('sm_model_dir')).toBeUndefined();
    expect(variable('')).toBeUndefined();
  });
});

describe('nearestVariable', () => {
  it.each([
    ['SAGEMAKER_PROGRAMM', 'SAGEMAKER_PROGRAM'],
    ['SAGEMAKER_PROGAM', 'SAGEMAKER_PROGRAM'],
    ['SAGEMKAER_PROGRAM', 'SAGEMAKER_PROGRAM'],
    ['SAGEMKAER_PROGRMA', 'SAGEMAKER_PROGRAM'],
    ['SM_MODEL_DIRS', 'SM_MODEL_DIR'],
    ['SM_NUM_GPU', 'SM_NUM_GPUS'],
    ['SM_CHANEL_TRAINING', 'SM_CHANNEL_TRAINING'],
    ['SM_CHANNELS_TRAINING', 'SM_CHANNEL_TRAINING'],
    ['SAGEMAKER_BIND_PORT', 'SAGEMAKER_BIND_TO_PORT'],
    ['SAGEMAKER_SUBMIT_DIR', 'SAGEMAKER_SUBMIT_DIRECTORY'],
    ['SAGEMAKER_MODEL_SERVER_WORKER', 'SAGEMAKER_MODEL_SERVER_WORKERS'],
  ])('%s is meant to be %s', (name, expected) => {
    expect(nearestVariable(name)).toBe(expected);
  });

  it.each([
    'SAGEMAKER_PROGRAM',
    'SAGEMAKER_ROLE_ARN',
    'SAGEMAKER_ROLE',
    'SAGEMAKER_BUCKET',
    'SAGEMAKER_MODEL_DIR',
    'SAGEMAKER_MODEL_NAME',
    'SAGEMAKER_S3_INPUT',
    'SAGEMAKER_HTTP_PORT',
    'SM_VLLM_MODEL',
    'SM_VLLM_MAX_MODEL_LEN',
    'SM_HP_EPOCHS',
    'SM_CHANNEL_TRAIN',
    'SM_CHANEL_',
    'SM_PANEL_TRAINING',
    'SM_HPS_EPOCHS',
    'SM_HOST',
    'SM_HP',
    'SM_MODEL_DIR2',
    'SM_MODEL_DIR_2',
    'SM_DATA_DIR',
    'SM_INPUT',
    'MODEL_DIR',
    'MY_MODEL_DIR',
    'HF_MODEL_ID',
    'NVIDIA_VISIBLE_DEVICE',
    '',
    'S'.repeat(10_000),
  ])('%s is left alone', (name) => {
    expect(nearestVariable(name)).toBeUndefined();
  });
});
