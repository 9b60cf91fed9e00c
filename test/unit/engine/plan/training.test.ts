import type { Channel } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { planTraining } from '../../../../engine/src/plan/training';
import type { Overlay } from '../../../../engine/src/requests/types';
import { container, CONTEXT, file, fidelity, overlayOf, trainingRequest } from './fixtures';

const CONFIG = '/opt/ml/input/config';

function plan(members: Parameters<typeof trainingRequest>[0] = {}, overlay: Partial<Overlay> = {}) {
  return planTraining(trainingRequest(members), overlayOf(overlay), CONTEXT);
}

function channel(name: string, members: Partial<Channel> = {}, s3: object = {}): Channel {
  return {
    ChannelName: name,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://bucket/${name}/`, ...s3 } },
    ...members,
  };
}

describe('planTraining: the container', () => {
  it('starts the image with `train`, as SageMaker does', () => {
    const found = plan();
    expect(found).toMatchObject({ kind: 'training', name: 'job', stopGraceSeconds: 120, maxRuntimeSeconds: 600 });
    expect(found.containers).toHaveLength(1);
    expect(container(found)).toMatchObject({
      host: 'algo-1',
      image: 'image:1',
      entrypoint: undefined,
      command: ['train'],
      aliases: ['algo-1'],
      user: undefined,
      gpus: { kind: 'none' },
      shmSize: undefined,
      memory: undefined,
      cpus: undefined,
      ports: {},
    });
    expect(found.images).toEqual([
      { requested: 'image:1', local: 'image:1', build: undefined, platform: 'linux/amd64' },
    ]);
    expect(found.serving).toBeUndefined();
    expect(found.transform).toBeUndefined();
  });

  it.each([
    [['python3', 'a.py'], undefined, ['python3', 'a.py'], []],
    [['python3'], ['a.py', '--x'], ['python3'], ['a.py', '--x']],
    [undefined, ['a', 'b'], undefined, ['a', 'b']],
    [undefined, undefined, undefined, ['train']],
  ])('with entry point %j and arguments %j', (ContainerEntrypoint, ContainerArguments, entrypoint, command) => {
    const found = plan({
      AlgorithmSpecification: {
        TrainingImage: 'image:1',
        TrainingInputMode: 'File',
        ...(ContainerEntrypoint === undefined ? {} : { ContainerEntrypoint }),
        ...(ContainerArguments === undefined ? {} : { ContainerArguments }),
      },
    });
    expect(container(found).entrypoint).toEqual(entrypoint);
    expect(container(found).command).toEqual(command);
  });

  it('sets the name and the ARN, over the request’s environment and below the overlay’s', () => {
    const found = plan({ Environment: { A: '1', B: '2', TRAINING_JOB_NAME: 'wrong' } }, { env: { B: '3', C: '4' } });
    expect(container(found).environment).toEqual({
      A: '1',
      B: '3',
      C: '4',
      TRAINING_JOB_NAME: 'job',
      TRAINING_JOB_ARN: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/job',
    });
    expect(fidelity(found, '/Environment')).toEqual({
      level: 'approximated',
      note: 'The overlay’s `env` replaces B.',
    });
  });

  it('takes from the overlay what only this machine knows', () => {
    const found = plan(
      {},
      {
        user: 'host',
        shmSize: '8g',
        memory: '512m',
        cpus: 1.5,
        ports: [5678, '15679:5679'],
        mounts: ['src:/opt/program:ro', '/data:/data'],
        platform: 'linux/arm64',
        images: { 'image:1': 'mine:dev' },
      },
    );
    expect(container(found)).toMatchObject({
      image: 'mine:dev',
      user: 'host',
      shmSize: 8 * 1024 ** 3,
      memory: 512 * 1024 ** 2,
      cpus: 1.5,
      ports: { 5678: 5678, 5679: 15679 },
    });
    expect(container(found).mounts).toContainEqual({
      type: 'bind',
      source: '/work/job/src',
      target: '/opt/program',
      readOnly: true,
    });
    expect(container(found).mounts).toContainEqual({
      type: 'bind',
      source: '/data',
      target: '/data',
      readOnly: false,
    });
    expect(found.images[0]).toMatchObject({ requested: 'image:1', local: 'mine:dev', platform: 'linux/arm64' });
  });

  it('builds the image that the overlay names a Dockerfile for', () => {
    const found = plan({}, { images: { 'image:1': { dockerfile: 'Dockerfile', target: 'gpu' } } });
    expect(found.images[0]?.build).toMatchObject({ dockerfile: '/work/job/Dockerfile', target: 'gpu' });
    expect(container(found).image).toBe(found.images[0]?.local);
    expect(container(found).image).not.toBe('image:1');
  });

  it('keeps model and output of every host in volumes of its own, below directories that are there', () => {
    const { mounts, directories } = container(plan());
    expect(mounts).toEqual([
      { type: 'volume', label: 'algo-1/model', target: '/opt/ml/model', readOnly: false },
      { type: 'volume', label: 'algo-1/output', target: '/opt/ml/output', readOnly: false },
    ]);
    expect(directories).toEqual([
      '/opt/ml/input/config',
      '/opt/ml/input/data',
      '/opt/ml/model',
      '/opt/ml/output',
      '/opt/ml/output/data',
    ]);
  });

  it('may run for a day when the request does not say', () => {
    const { StoppingCondition: _, ...request } = trainingRequest();
    expect(planTraining(request, overlayOf(), CONTEXT).maxRuntimeSeconds).toBe(86_400);
  });

  it('knows the metrics', () => {
    const found = plan({
      AlgorithmSpecification: {
        TrainingImage: 'image:1',
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'loss', Regex: 'loss=(.*?);' }],
      },
    });
    expect(found.metrics).toEqual([{ name: 'loss', regex: 'loss=(.*?);' }]);
  });
});

describe('planTraining: configuration files', () => {
  it('writes hyperparameters as strings, whatever the document has', () => {
    const odd: Record<string, unknown> = { lr: '0.1', epochs: 10, flag: true, program: '"train.py"' };
    expect(file(plan({ HyperParameters: odd as Record<string, string> }), `${CONFIG}/hyperparameters.json`)).toEqual({
      lr: '0.1',
      epochs: '10',
      flag: 'true',
      program: '"train.py"',
    });
    expect(file(plan(), `${CONFIG}/hyperparameters.json`)).toEqual({});
  });

  it('writes resourceconfig.json in full', () => {
    expect(file(plan(), `${CONFIG}/resourceconfig.json`)).toEqual({
      current_host: 'algo-1',
      current_instance_type: 'ml.m5.xlarge',
      current_group_name: 'homogeneousCluster',
      hosts: ['algo-1'],
      instance_groups: [
        { instance_group_name: 'homogeneousCluster', instance_type: 'ml.m5.xlarge', hosts: ['algo-1'] },
      ],
      network_interface_name: 'eth0',
    });
  });

  it('sorts hosts as text, and gives each its own view', () => {
    const found = plan({ ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 11, VolumeSizeInGB: 1 } });
    expect(found.containers.map((one) => one.host)).toEqual(Array.from({ length: 11 }, (_, at) => `algo-${at + 1}`));
    expect(file(found, `${CONFIG}/resourceconfig.json`, 10)).toMatchObject({
      current_host: 'algo-11',
      hosts: [
        'algo-1',
        'algo-10',
        'algo-11',
        'algo-2',
        'algo-3',
        'algo-4',
        'algo-5',
        'algo-6',
        'algo-7',
        'algo-8',
        'algo-9',
      ],
    });
    expect(container(found, 1).mounts).toContainEqual({
      type: 'volume',
      label: 'algo-2/model',
      target: '/opt/ml/model',
      readOnly: false,
    });
  });

  it('counts hosts through the instance groups', () => {
    const found = plan({
      ResourceConfig: {
        VolumeSizeInGB: 1,
        InstanceGroups: [
          { InstanceGroupName: 'data', InstanceType: 'ml.c5.xlarge', InstanceCount: 1 },
          { InstanceGroupName: 'dnn', InstanceType: 'ml.g5.xlarge', InstanceCount: 2 },
        ],
      },
      InputDataConfig: [channel('raw', {}, { InstanceGroupNames: ['data'] }), channel('all')],
    });
    expect(file(found, `${CONFIG}/resourceconfig.json`, 2)).toMatchObject({
      current_host: 'algo-3',
      current_group_name: 'dnn',
      current_instance_type: 'ml.g5.xlarge',
      instance_groups: [
        { instance_group_name: 'data', instance_type: 'ml.c5.xlarge', hosts: ['algo-1'] },
        { instance_group_name: 'dnn', instance_type: 'ml.g5.xlarge', hosts: ['algo-2', 'algo-3'] },
      ],
    });
    expect(Object.keys(file(found, `${CONFIG}/inputdataconfig.json`, 0) as object)).toEqual(['raw', 'all']);
    expect(Object.keys(file(found, `${CONFIG}/inputdataconfig.json`, 1) as object)).toEqual(['all']);
    const targets = (index: number) => container(found, index).mounts.map((mount) => mount.target);
    expect(targets(0)).toContain('/opt/ml/input/data/raw');
    expect(targets(1)).not.toContain('/opt/ml/input/data/raw');
    expect(found.containers.map((one) => one.gpus)).toEqual([
      { kind: 'none' },
      { kind: 'devices', ids: ['0'] },
      { kind: 'devices', ids: ['1'] },
    ]);
  });

  it('writes the optional files only when they are configured', () => {
    expect(Object.keys(container(plan()).files)).toEqual([
      `${CONFIG}/hyperparameters.json`,
      `${CONFIG}/inputdataconfig.json`,
      `${CONFIG}/resourceconfig.json`,
    ]);
    const found = plan({
      CheckpointConfig: { S3Uri: 's3://bucket/checkpoints' },
      DebugHookConfig: { S3OutputPath: 's3://bucket/debug' },
      ProfilerConfig: { DisableProfiler: true },
      TensorBoardOutputConfig: { S3OutputPath: 's3://bucket/board', LocalPath: '/opt/ml/output/board' },
    });
    expect(file(found, `${CONFIG}/checkpointconfig.json`)).toEqual({
      S3Uri: 's3://bucket/checkpoints',
      LocalPath: '/opt/ml/checkpoints',
    });
    expect(file(found, `${CONFIG}/debughookconfig.json`)).toEqual({ S3OutputPath: 's3://bucket/debug' });
    expect(file(found, `${CONFIG}/profilerconfig.json`)).toEqual({ DisableProfiler: true });
    expect(file(found, `${CONFIG}/tensorboardoutputconfig.json`)).toEqual({
      S3OutputPath: 's3://bucket/board',
      LocalPath: '/opt/ml/output/board',
    });
  });
});

describe('planTraining: channels', () => {
  const s3 = { 's3://bucket/': 'data' };
  const mount = (one: Channel, members: object = {}, overlay: Partial<Overlay> = { s3 }) =>
    container(plan({ InputDataConfig: [one], ...members }, overlay)).mounts[0];

  it('binds a folder of this machine, read-only', () => {
    expect(mount(channel('train'))).toEqual({
      type: 'bind',
      source: '/work/job/data/train',
      target: '/opt/ml/input/data/train',
      readOnly: true,
    });
  });

  it('fetches from S3 what the overlay does not have', () => {
    expect(mount(channel('train'), {}, { credentials: 'profile' })).toEqual({
      type: 's3',
      uri: 's3://bucket/train/',
      target: '/opt/ml/input/data/train',
      readOnly: true,
      shard: undefined,
      manifest: false,
    });
  });

  it('refuses S3 without credentials and without a folder', () => {
    const found = plan({ InputDataConfig: [channel('train')] });
    expect(fidelity(found, '/InputDataConfig/0/DataSource/S3DataSource/S3Uri')).toEqual({
      level: 'refused',
      note: 'Nothing stands for s3://bucket/train/ here. Name a folder for it in `s3` of the overlay; or let it be read from S3: `--profile <name>` in a terminal, `"credentials": "profile"` in the overlay.',
    });
  });

  it('says File where the job says FastFile, the content type only if given', () => {
    const found = plan({
      InputDataConfig: [
        channel('a', { InputMode: 'FastFile', ContentType: 'text/csv' }),
        channel(
          'b',
          { InputMode: 'Pipe', RecordWrapperType: 'RecordIO' },
          { S3DataDistributionType: 'ShardedByS3Key' },
        ),
        channel('c'),
      ],
    });
    expect(file(found, `${CONFIG}/inputdataconfig.json`)).toEqual({
      a: {
        ContentType: 'text/csv',
        TrainingInputMode: 'File',
        S3DistributionType: 'FullyReplicated',
        RecordWrapperType: 'None',
      },
      b: { TrainingInputMode: 'Pipe', S3DistributionType: 'ShardedByS3Key', RecordWrapperType: 'RecordIO' },
      c: { TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' },
    });
    expect(fidelity(found, '/InputDataConfig/0/InputMode')?.level).toBe('approximated');
    expect(fidelity(found, '/InputDataConfig/1/InputMode')?.level).toBe('approximated');
  });

  it('mounts FastFile read-only', () => {
    expect(mount(channel('a', { InputMode: 'FastFile' }))).toMatchObject({ type: 'bind', readOnly: true });
  });

  it('feeds a pipe, from the job’s mode or the channel’s', () => {
    const pipe = {
      type: 'pipe',
      source: '/work/job/data/a',
      target: '/opt/ml/input/data/a',
      recordio: true,
      gzip: true,
      shuffleSeed: 7,
    };
    const members: Partial<Channel> = {
      RecordWrapperType: 'RecordIO',
      CompressionType: 'Gzip',
      ShuffleConfig: { Seed: 7 },
    };
    expect(mount(channel('a', { ...members, InputMode: 'Pipe' }))).toEqual(pipe);
    const algorithm = { TrainingImage: 'image:1', TrainingInputMode: 'Pipe' };
    expect(mount(channel('a', members), { AlgorithmSpecification: algorithm })).toEqual(pipe);
    expect(mount(channel('a', { InputMode: 'File' }), { AlgorithmSpecification: algorithm })?.type).toBe('bind');
  });

  it('feeds a pipe from S3', () => {
    expect(mount(channel('a', { InputMode: 'Pipe' }), {}, { credentials: 'role' })).toEqual({
      type: 'pipe',
      source: 's3://bucket/a/',
      target: '/opt/ml/input/data/a',
      recordio: false,
      gzip: false,
    });
  });

  it('ignores what only Pipe mode does, and says so', () => {
    const found = plan({
      InputDataConfig: [
        channel('a', { CompressionType: 'Gzip', RecordWrapperType: 'RecordIO', ShuffleConfig: { Seed: 1 } }),
        channel('b', { CompressionType: 'None', InputMode: 'Pipe', RecordWrapperType: 'RecordIO' }),
      ],
    });
    expect(fidelity(found, '/InputDataConfig/0/CompressionType')?.level).toBe('ignored');
    expect(fidelity(found, '/InputDataConfig/0/RecordWrapperType')?.level).toBe('ignored');
    expect(fidelity(found, '/InputDataConfig/0/ShuffleConfig/Seed')?.level).toBe('ignored');
    expect(fidelity(found, '/InputDataConfig/1/CompressionType')?.level).toBe('honoured');
    expect(fidelity(found, '/InputDataConfig/1/RecordWrapperType')?.level).toBe('honoured');
  });

  it('deals the files out to the hosts', () => {
    const found = plan(
      {
        InputDataConfig: [channel('a', {}, { S3DataDistributionType: 'ShardedByS3Key' })],
        ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 1 },
      },
      { credentials: 'profile' },
    );
    const shards = found.containers.map((one) => one.mounts[0]);
    expect(shards).toMatchObject([{ shard: { index: 0, of: 2 } }, { shard: { index: 1, of: 2 } }]);
    expect(mount(channel('a', {}, { S3DataDistributionType: 'ShardedByS3Key' }))).not.toHaveProperty('shard');
  });

  it('deals local files out as well', () => {
    const found = plan(
      {
        InputDataConfig: [
          channel('a', {}, { S3DataDistributionType: 'ShardedByS3Key' }),
          channel('b', { InputMode: 'Pipe' }, { S3DataDistributionType: 'ShardedByS3Key' }),
        ],
        ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 3, VolumeSizeInGB: 1 },
      },
      { s3 },
    );
    expect(container(found, 2).mounts.slice(0, 2)).toMatchObject([
      { type: 'bind', shard: { index: 2, of: 3 } },
      { type: 'pipe', shard: { index: 2, of: 3 } },
    ]);
  });

  it('reads manifests', () => {
    const manifest = (mode: 'File' | 'Pipe', type: string) =>
      channel(
        'a',
        { InputMode: mode },
        { S3DataType: type, S3Uri: 's3://bucket/x.manifest', AttributeNames: ['a', 'b'] },
      );
    expect(mount(manifest('File', 'ManifestFile'))).toEqual({
      type: 'bind',
      source: '/work/job/data/x.manifest',
      target: '/opt/ml/input/data/a',
      readOnly: true,
      manifest: true,
      folders: { 's3://bucket/': '/work/job/data' },
    });
    expect(mount(manifest('File', 'ManifestFile'), {}, {})).toMatchObject({ type: 's3', manifest: true });
    expect(mount(manifest('Pipe', 'ManifestFile'))).toMatchObject({ type: 'pipe', manifest: 'plain' });
    expect(mount(manifest('Pipe', 'AugmentedManifestFile'))).toMatchObject({
      type: 'pipe',
      manifest: 'augmented',
      attributes: ['a', 'b'],
    });
    const at = '/InputDataConfig/0/DataSource/S3DataSource/S3DataType';
    const level = (mode: 'File' | 'Pipe') =>
      fidelity(plan({ InputDataConfig: [manifest(mode, 'AugmentedManifestFile')] }, { s3 }), at)?.level;
    expect(level('File')).toBe('refused');
    expect(level('Pipe')).toBe('honoured');
  });

  it('takes a folder for a file system, and refuses it without one', () => {
    const one: Channel = {
      ChannelName: 'efs',
      DataSource: {
        FileSystemDataSource: {
          FileSystemId: 'fs-0123',
          FileSystemType: 'EFS',
          FileSystemAccessMode: 'ro',
          DirectoryPath: '/data/a',
        },
      },
    };
    const at = '/InputDataConfig/0/DataSource/FileSystemDataSource';
    expect(container(plan({ InputDataConfig: [one] })).mounts.map((it) => it.target)).not.toContain(
      '/opt/ml/input/data/efs',
    );
    const refusal = fidelity(plan({ InputDataConfig: [one] }), at);
    expect(refusal?.level).toBe('refused');
    expect(refusal?.note).toContain('`fs-0123/data/a`');
    const mapped = plan({ InputDataConfig: [one] }, { s3: { 'fs-0123/data': 'efs' } });
    expect(container(mapped).mounts[0]).toMatchObject({ type: 'bind', source: '/work/job/efs/a', readOnly: true });
    expect(fidelity(mapped, at)?.level).toBe('approximated');
  });

  it('takes a folder for a data set, and refuses it without one', () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:hub-content/x';
    const one: Channel = { ChannelName: 'set', DataSource: { DatasetSource: { DatasetArn: arn } } };
    const at = '/InputDataConfig/0/DataSource/DatasetSource/DatasetArn';
    expect(fidelity(plan({ InputDataConfig: [one] }), at)?.level).toBe('refused');
    const mapped = plan({ InputDataConfig: [one] }, { s3: { [arn]: 'set' } });
    expect(fidelity(mapped, at)?.level).toBe('approximated');
    expect(container(mapped).mounts[0]).toMatchObject({ type: 'bind', source: '/work/job/set' });
  });
});

describe('planTraining: checkpoints, network, artefacts', () => {
  it('keeps checkpoints for the next job with the same URI', () => {
    const config = { S3Uri: 's3://bucket/checkpoints', LocalPath: '/opt/ml/saved/' };
    const found = plan({ CheckpointConfig: config });
    expect(container(found).mounts).toContainEqual({
      type: 'volume',
      label: 'checkpoints s3://bucket/checkpoints',
      target: '/opt/ml/saved',
      readOnly: false,
      kept: true,
    });
    expect(container(found).directories).toContain('/opt/ml/saved');
    const mapped = plan({ CheckpointConfig: config }, { s3: { 's3://bucket/checkpoints': 'saved' } });
    expect(container(mapped).mounts).toContainEqual({
      type: 'volume',
      label: 'checkpoints',
      target: '/opt/ml/saved',
      readOnly: false,
      seed: '/work/job/saved',
    });
    expect(mapped.artefacts.at(-1)).toEqual({
      name: 'checkpoints',
      from: '/opt/ml/saved',
      to: 's3://bucket/checkpoints',
      folder: '/work/job/saved',
      compress: false,
      inPlace: true,
      continuous: true,
    });
  });

  it.each([
    [false, 'bridge', 1, undefined],
    [true, 'bridge', 1, { label: 'job', internal: true }],
    [false, 'bridge', 2, { label: 'job', internal: false }],
    [false, 'isolated', 1, { label: 'job', internal: true }],
    [false, 'host', 1, { label: 'job', internal: false, host: true }],
    [true, 'host', 1, { label: 'job', internal: true }],
    [false, 'host', 2, { label: 'job', internal: false }],
  ] as const)('isolation %s, overlay %s, %d hosts', (EnableNetworkIsolation, network, InstanceCount, expected) => {
    const found = plan(
      {
        EnableNetworkIsolation,
        ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount, VolumeSizeInGB: 1 },
      },
      { network },
    );
    expect(found.network).toEqual(expected);
  });

  it('leaves the artefacts where the request wants them', () => {
    expect(plan().artefacts).toEqual([
      {
        name: 'model.tar.gz',
        from: '/opt/ml/model',
        to: 's3://bucket/out/job/output/',
        folder: undefined,
        compress: true,
      },
      {
        name: 'output.tar.gz',
        from: '/opt/ml/output/data',
        to: 's3://bucket/out/job/output/',
        folder: undefined,
        compress: true,
      },
    ]);
    expect(fidelity(plan(), '/OutputDataConfig/S3OutputPath')?.level).toBe('approximated');
    const mapped = plan(
      { OutputDataConfig: { S3OutputPath: 's3://bucket/out', CompressionType: 'NONE' } },
      { s3: { 's3://bucket/out': 'results' } },
    );
    expect(mapped.artefacts).toMatchObject([
      { name: 'model', to: 's3://bucket/out/job/output/', folder: '/work/job/results/job/output', compress: false },
      { name: 'output', folder: '/work/job/results/job/output', compress: false },
    ]);
    expect(fidelity(mapped, '/OutputDataConfig/S3OutputPath')?.level).toBe('honoured');
  });

  it('gives fixed ports to the first host only', () => {
    const found = plan(
      { ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 1 } },
      { ports: [5678] },
    );
    expect(found.containers.map((one) => one.ports)).toEqual([{ 5678: 5678 }, { 5678: 0 }]);
  });

  it('asks for the GPUs of the instance type', () => {
    const gpu = { ResourceConfig: { InstanceType: 'ml.g5.12xlarge', InstanceCount: 1, VolumeSizeInGB: 1 } } as const;
    expect(container(plan(gpu)).gpus).toEqual({ kind: 'count', count: 4 });
    expect(fidelity(plan(gpu), '/ResourceConfig/InstanceType')?.note).toContain('4 × NVIDIA A10G');
    expect(container(plan(gpu, { gpus: 'none' })).gpus).toEqual({ kind: 'none' });
    expect(fidelity(plan(gpu, { gpus: 'none' }), '/ResourceConfig/InstanceType')?.note).toContain('the CPU stands in');
  });

  it('needs an image: an algorithm has none, but the overlay may', () => {
    const algorithm = { AlgorithmSpecification: { AlgorithmName: 'arn:x', TrainingInputMode: 'File' } } as const;
    const at = '/AlgorithmSpecification/AlgorithmName';
    expect(fidelity(plan(algorithm), at)?.level).toBe('refused');
    const mapped = plan(algorithm, { images: { 'arn:x': 'mine:1' } });
    expect(fidelity(mapped, at)?.level).toBe('approximated');
    expect(container(mapped).image).toBe('mine:1');
  });

  it('never throws on an empty request', () => {
    expect(planTraining({} as never, overlayOf(), CONTEXT).containers).toHaveLength(1);
  });
});
