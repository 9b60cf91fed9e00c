import { describe, expect, it } from 'vitest';
import { asTextProblem } from '../../../../engine/src/conformance/hyperparameters-as-text';
import { multiModel, onHosts, piped, rootless, withModelOf } from '../../../../engine/src/conformance/variants';
import { planTraining } from '../../../../engine/src/plan/training';
import type { ContainerPlan } from '../../../../engine/src/plan/types';
import { DEFAULT_OVERLAY } from '../../../../engine/src/requests/overlay';

function plan(): ContainerPlan {
  const [container] = planTraining(
    {
      TrainingJobName: 'job',
      AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' },
      RoleArn: 'arn:aws:iam::000000000000:role/local',
      HyperParameters: { epochs: '5' },
      InputDataConfig: [
        { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/train' } } },
      ],
      CheckpointConfig: { S3Uri: 's3://b/checkpoints' },
      OutputDataConfig: { S3OutputPath: 's3://b/output' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    },
    { ...DEFAULT_OVERLAY, s3: { 's3://b/train': '/data' } },
    { folder: '/', account: '000000000000', region: 'us-east-1' },
  ).containers;
  if (container === undefined) throw new Error('no container');
  return container;
}

function config(container: ContainerPlan | undefined, name: string): unknown {
  return JSON.parse(container?.files[`/opt/ml/input/config/${name}.json`] ?? 'null');
}

describe('variants of a container', () => {
  it('on two hosts know each other, and share no volume', () => {
    const [one, two] = onHosts(plan(), 2);
    expect([one?.host, two?.host]).toEqual(['algo-1', 'algo-2']);
    expect(config(two, 'resourceconfig')).toMatchObject({
      current_host: 'algo-2',
      current_instance_type: 'ml.m5.large',
      hosts: ['algo-1', 'algo-2'],
    });
    const models = [one, two].map((it) => it?.mounts.find((mount) => mount.target === '/opt/ml/model'));
    expect(models).toMatchObject([{ label: 'algo-1/model' }, { label: 'algo-2/model' }]);
  });

  it('leave the checkpoints of the user’s own jobs alone', () => {
    expect(plan().mounts).toContainEqual(expect.objectContaining({ target: '/opt/ml/checkpoints', kept: true }));
    expect(onHosts(plan(), 1)[0]?.mounts.some((mount) => 'kept' in mount)).toBe(false);
  });

  it('get channels through pipes', () => {
    const changed = piped(plan());
    const target = '/opt/ml/input/data/train';
    expect(changed?.mounts).toContainEqual({ type: 'pipe', source: '/data', target, recordio: false, gzip: false });
    expect(config(changed, 'inputdataconfig')).toMatchObject({ train: { TrainingInputMode: 'Pipe' } });
    expect(piped({ ...plan(), mounts: [] })).toBeUndefined();
  });

  it('serve what was trained, which nobody can change, unless a model is named', () => {
    const serve: ContainerPlan = { ...plan(), host: 'All', mounts: [] };
    const served = withModelOf(plan(), serve);
    expect(served.mounts).toEqual([{ type: 'volume', label: 'algo-1/model', target: '/opt/ml/model', readOnly: true }]);
    expect(withModelOf(plan(), served)).toBe(served);
    expect(multiModel(served, undefined)).toMatchObject({
      environment: { SAGEMAKER_MULTI_MODEL: 'true' },
      mounts: [{ type: 'volume', target: '/opt/ml/models/conformance/model' }],
      directories: ['/opt/ml/models'],
    });
    expect(multiModel(served, '/a.tar.gz').mounts).toMatchObject([{ source: '/a.tar.gz', unpack: true }]);
    expect(rootless(serve).user).toMatch(/^[1-9]/);
  });
});

describe('a hyperparameter that was taken for a number', () => {
  const end = (...lastLines: string[]) => ({ ...ENDED, lastLines });
  const ENDED = {
    exitCode: 1,
    outOfMemory: false,
    stopped: false,
    startedAt: undefined,
    finishedAt: undefined,
    lastLines: [],
  };

  it('is known by what Python says of it', () => {
    expect(
      asTextProblem(plan(), end("TypeError: '<' not supported between instances of 'int' and 'str'")),
    ).toMatchObject({
      requirements: ['EXIT-01', 'CFG-01'],
    });
    expect(asTextProblem(plan(), end("TypeError: 'str' object cannot be interpreted as an integer"))).toBeDefined();
  });

  it('is not assumed of other errors, or where there are none', () => {
    expect(asTextProblem(plan(), end('ValueError: no rows'))).toBeUndefined();
    const none = { ...plan(), files: { '/opt/ml/input/config/hyperparameters.json': '{}\n' } };
    expect(asTextProblem(none, end("TypeError: 'str' object"))).toBeUndefined();
  });
});
