import { describe, expect, it } from 'vitest';
import {
  CONFIG_FILES,
  OPT_ML_PATHS,
  canonicalConfigFile,
  mountOver,
  nearestOptMlPath,
  optMlPath,
} from '../../../contract/filesystem';

describe('optMlPath', () => {
  it.each([
    ['/opt/ml', '/opt/ml'],
    ['/opt/ml/', '/opt/ml'],
    ['//opt//ml/./model', '/opt/ml/model'],
    ['/opt/ml/model/code/inference.py', '/opt/ml/model/code'],
    ['/opt/ml/input/data', '/opt/ml/input/data'],
    ['/opt/ml/input/data/train/a.csv', '/opt/ml/input/data/<channel>'],
    ['/opt/ml/input/config/hyperparameters.json', '/opt/ml/input/config/hyperparameters.json'],
    ['/opt/ml/input/config/other.json', '/opt/ml/input/config'],
    ['/opt/ml/output/failure', '/opt/ml/output/failure'],
    ['/opt/ml/something', '/opt/ml'],
    ['/opt/ml/model/../code', '/opt/ml/code'],
  ])('%s belongs to %s', (path, expected) => {
    expect(optMlPath(path)?.path).toBe(expected);
  });

  it.each(['/opt', '/opt/mlx', '/opt/ml-code/x', '/', '', 'opt/ml/model', '/opt/ml/..'])('%s is outside', (path) => {
    expect(optMlPath(path)).toBeUndefined();
  });
});

describe('mountOver', () => {
  it.each([
    ['/opt/ml/input/data/train/x.csv', 'training', '/opt/ml/input'],
    ['/opt/ml/output', 'training', '/opt/ml/output'],
    ['/opt/ml/model/model.pkl', 'training', '/opt/ml/model'],
    ['/opt/ml/model/model.pkl', 'inference', '/opt/ml/model'],
    ['/opt/ml/model/code/inference.py', 'inference', '/opt/ml/model'],
    ['/opt/ml/checkpoints/x', 'training', '/opt/ml/checkpoints'],
    ['/opt/ml/processing/input', 'processing', '/opt/ml/processing'],
    ['/opt/ml/config/x.json', 'processing', '/opt/ml/config'],
    ['/opt/ml/models/a', 'multi-model', '/opt/ml/models'],
  ] as const)('%s is hidden when %s', (path, role, expected) => {
    expect(mountOver(path, [role])?.path).toBe(expected);
  });

  it.each([
    ['/opt/ml/code/train.py', 'training'],
    ['/opt/ml', 'training'],
    ['/opt/ml/anything', 'training'],
    ['/opt/ml/input/data', 'inference'],
    ['/opt/ml/model/model.pkl', 'processing'],
    ['/opt/ml/models/a', 'inference'],
    ['/opt/ml/processing/input', 'training'],
    ['/opt/ml/modelling', 'inference'],
    ['relative', 'training'],
  ] as const)('%s is not when %s', (path, role) => {
    expect(mountOver(path, [role])).toBeUndefined();
  });

  it('needs a role', () => {
    expect(mountOver('/opt/ml/model', [])).toBeUndefined();
    expect(mountOver('/opt/ml/model', ['studio', 'inference'])?.path).toBe('/opt/ml/model');
  });
});

describe('the table', () => {
  it('says once what each path is', () => {
    expect(new Set(OPT_ML_PATHS.map((entry) => entry.path)).size).toBe(OPT_ML_PATHS.length);
  });

  it('makes the model read-only when serving, not when training', () => {
    expect(optMlPath('/opt/ml/model')?.readOnlyIn).toContain('inference');
    expect(optMlPath('/opt/ml/model')?.readOnlyIn).not.toContain('training');
  });

  it('has an entry for each configuration file', () => {
    const names = OPT_ML_PATHS.map((entry) => entry.path.slice(entry.path.lastIndexOf('/') + 1));
    for (const file of CONFIG_FILES) expect(names).toContain(file);
  });
});

describe('canonicalConfigFile', () => {
  it.each([
    ['resourceConfig.json', 'resourceconfig.json'],
    ['inputDataConfig.json', 'inputdataconfig.json'],
    ['input_data_config.json', 'inputdataconfig.json'],
    ['hyperParameters.json', 'hyperparameters.json'],
    ['hyperparameter.json', 'hyperparameters.json'],
    ['hyper-parameters.json', 'hyperparameters.json'],
    ['ProcessingJobConfig.json', 'processingjobconfig.json'],
  ])('%s is meant to be %s', (name, expected) => {
    expect(canonicalConfigFile(name)).toBe(expected);
  });

  it.each([...CONFIG_FILES, 'config.json', 'params.json', 'train_hyperparameters.json', 'hyperparameters.yaml', ''])(
    '%s is right or another file',
    (name) => {
      expect(canonicalConfigFile(name)).toBeUndefined();
    },
  );
});

describe('nearestOptMlPath', () => {
  it.each([
    ['/opt/ml/inputs/data', '/opt/ml/input/data'],
    ['/opt/ml/input/configs', '/opt/ml/input/config'],
    ['/opt/ml/input/cofnig/hyperparameters.json', '/opt/ml/input/config/hyperparameters.json'],
    ['/opt/ml/modle', '/opt/ml/model'],
    ['/opt/ml/modle/a/b.bin', '/opt/ml/model/a/b.bin'],
    ['/opt/ml/ouput', '/opt/ml/output'],
    ['/opt/ml/output/failures', '/opt/ml/output/failure'],
    ['/opt/ml/outputs/datas', '/opt/ml/output/data'],
    ['/opt/ml/checkpoint', '/opt/ml/checkpoints'],
    ['/opt/ml/process/input', '/opt/ml/processing/input'],
    ['/opt/ml/input/config/hyperparameter.json', '/opt/ml/input/config/hyperparameters.json'],
    ['/opt/ml/input/config/resourceConfig.json', '/opt/ml/input/config/resourceconfig.json'],
    ['/opt/ml/config/resourceConfig.json', '/opt/ml/config/resourceconfig.json'],
    ['/opt/ml/Model', '/opt/ml/model'],
    ['/opt/ML/model', '/opt/ml/model'],
  ])('%s is meant to be %s', (path, expected) => {
    expect(nearestOptMlPath(path)).toBe(expected);
  });

  it.each([
    '/opt/ml',
    '/opt/ml/model/',
    '/opt/ml/models/m/model',
    '/opt/ml/input/data/training/inputs',
    '/opt/ml/input/date',
    '/opt/ml/input/data/resourceConfig.json',
    '/opt/ml/input/config/mine.json',
    '/opt/ml/code/x',
    '/opt/ml/codes',
    '/opt/ml/anything-else',
    '/opt/ml/model2',
    '/opt/ml/model_v1',
    '/opt/ml/pretrained',
    '/opt/ml/processing/ouput',
    '/opt/ml/metadata/resource-metadata.json',
    '/opt/ml/$DIR/x',
    '/opt/program/modle',
    '/opt/mlx/modle',
    'opt/ml/modle',
    '',
    '/opt/ml/constructor',
    '/opt/ml/__proto__/x',
  ])('%s is left alone', (path) => {
    expect(nearestOptMlPath(path)).toBeUndefined();
  });

  it('takes /opt/ml/models for a slip only when the roles are known and not multi-model', () => {
    expect(nearestOptMlPath('/opt/ml/models/a', ['inference'])).toBe('/opt/ml/model/a');
    expect(nearestOptMlPath('/opt/ml/models/a', ['inference', 'multi-model'])).toBeUndefined();
    expect(nearestOptMlPath('/opt/ml/models/a')).toBeUndefined();
    expect(nearestOptMlPath('/opt/ml/modelsets', ['inference'])).toBeUndefined();
  });
});
