import type { ProcessingInput, ProcessingOutput } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { planProcessing } from '../../../../engine/src/plan/processing';
import type { Overlay } from '../../../../engine/src/requests/types';
import { container, CONTEXT, file, fidelity, overlayOf, processingRequest } from './fixtures';

function plan(members: Parameters<typeof processingRequest>[0] = {}, overlay: Partial<Overlay> = {}) {
  return planProcessing(processingRequest(members), overlayOf(overlay), CONTEXT);
}

function input(s3: object = {}, members: Partial<ProcessingInput> = {}): ProcessingInput {
  return {
    InputName: 'in',
    S3Input: { S3Uri: 's3://bucket/in', LocalPath: '/opt/ml/processing/in/', S3DataType: 'S3Prefix', ...s3 },
    ...members,
  };
}

function output(members: Partial<ProcessingOutput> = {}): ProcessingOutput {
  return {
    OutputName: 'out',
    S3Output: { S3Uri: 's3://bucket/out', LocalPath: '/opt/ml/processing/out', S3UploadMode: 'EndOfJob' },
    ...members,
  };
}

describe('planProcessing', () => {
  it('runs the image as it is', () => {
    const found = plan();
    expect(found).toMatchObject({ kind: 'processing', name: 'job', stopGraceSeconds: 120, maxRuntimeSeconds: 86_400 });
    expect(container(found)).toMatchObject({ host: 'algo-1', entrypoint: undefined, command: undefined });
    expect(container(found).directories).toEqual(['/opt/ml/processing', '/opt/ml/config', '/opt/ml/output']);
    expect(found.metrics).toEqual([]);
    expect(plan({ StoppingCondition: { MaxRuntimeInSeconds: 60 } }).maxRuntimeSeconds).toBe(60);
  });

  it.each([
    [['a'], undefined, ['a'], []],
    [['a'], ['b'], ['a'], ['b']],
    [undefined, ['b'], undefined, ['b']],
  ])('with entry point %j and arguments %j', (ContainerEntrypoint, ContainerArguments, entrypoint, command) => {
    const found = plan({
      AppSpecification: {
        ImageUri: 'image:1',
        ...(ContainerEntrypoint === undefined ? {} : { ContainerEntrypoint }),
        ...(ContainerArguments === undefined ? {} : { ContainerArguments }),
      },
    });
    expect(container(found)).toMatchObject({ entrypoint, command });
  });

  it('writes its configuration', () => {
    const found = plan({
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 1 } },
    });
    expect(file(found, '/opt/ml/config/resourceconfig.json', 1)).toEqual({
      current_host: 'algo-2',
      hosts: ['algo-1', 'algo-2'],
    });
    expect(file(found, '/opt/ml/config/processingjobconfig.json')).toEqual(
      JSON.parse(
        JSON.stringify(
          processingRequest({
            ProcessingResources: {
              ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 1 },
            },
          }),
        ),
      ),
    );
    expect(Object.keys(container(found).files)).toHaveLength(2);
    expect(container(found).environment).toEqual({});
  });

  it('sets the environment, below the overlay’s', () => {
    expect(container(plan({ Environment: { A: '1', B: '1' } }, { env: { B: '2' } })).environment).toEqual({
      A: '1',
      B: '2',
    });
  });

  it('binds or fetches inputs', () => {
    expect(container(plan({ ProcessingInputs: [input()] }, { s3: { 's3://bucket/in': 'data' } })).mounts).toEqual([
      { type: 'bind', source: '/work/job/data', target: '/opt/ml/processing/in', readOnly: true },
    ]);
    expect(container(plan({ ProcessingInputs: [input()] }, { credentials: 'profile' })).mounts).toEqual([
      {
        type: 's3',
        uri: 's3://bucket/in',
        target: '/opt/ml/processing/in',
        readOnly: true,
        shard: undefined,
        manifest: false,
      },
    ]);
    const at = '/ProcessingInputs/0/S3Input/S3Uri';
    expect(fidelity(plan({ ProcessingInputs: [input()] }), at)?.level).toBe('refused');
    expect(fidelity(plan({ ProcessingInputs: [input()] }, { credentials: 'profile' }), at)?.level).toBe('honoured');
  });

  it('feeds pipes, deals out, reads manifests', () => {
    const found = plan(
      {
        ProcessingInputs: [
          input({ S3InputMode: 'Pipe', S3CompressionType: 'Gzip', S3DataType: 'ManifestFile' }),
          input({ S3DataDistributionType: 'ShardedByS3Key', S3DataType: 'ManifestFile', LocalPath: '/b' }),
        ],
        ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 1 } },
      },
      { s3: { 's3://bucket/in': '/data' } },
    );
    expect(container(found, 1).mounts).toEqual([
      {
        type: 'pipe',
        source: '/data',
        target: '/opt/ml/processing/in',
        recordio: false,
        gzip: true,
        manifest: 'plain',
        folders: { 's3://bucket/in': '/data' },
      },
      {
        type: 'bind',
        source: '/data',
        target: '/b',
        readOnly: true,
        shard: { index: 1, of: 2 },
        manifest: true,
        folders: { 's3://bucket/in': '/data' },
      },
    ]);
    expect(fidelity(found, '/ProcessingInputs/0/S3Input/S3CompressionType')?.level).toBe('honoured');
    expect(fidelity(found, '/ProcessingInputs/1/S3Input/S3DataDistributionType')?.level).toBe('approximated');
    const plain = plan({ ProcessingInputs: [input({ S3CompressionType: 'Gzip' })] });
    expect(fidelity(plain, '/ProcessingInputs/0/S3Input/S3CompressionType')?.level).toBe('ignored');
  });

  it('leaves inputs to the container that manages them itself', () => {
    const found = plan({ ProcessingInputs: [input({}, { AppManaged: true })] });
    expect(container(found).mounts).toEqual([]);
    expect(fidelity(found, '/ProcessingInputs/0/S3Input/S3Uri')?.level).toBe('approximated');
  });

  it('takes out outputs from a volume of each host', () => {
    const found = plan({ ProcessingOutputConfig: { Outputs: [output()] } });
    expect(container(found).mounts).toEqual([
      { type: 'volume', label: 'algo-1/out', target: '/opt/ml/processing/out', readOnly: false },
    ]);
    expect(container(found).directories).toContain('/opt/ml/processing/out');
    expect(found.artefacts).toEqual([
      { name: 'out', from: '/opt/ml/processing/out', to: 's3://bucket/out', folder: undefined, compress: false },
    ]);
    const mapped = plan({ ProcessingOutputConfig: { Outputs: [output()] } }, { s3: { 's3://bucket/out': 'o' } });
    expect(mapped.artefacts[0]?.folder).toBe('/work/job/o');
    expect(fidelity(mapped, '/ProcessingOutputConfig/Outputs/0/S3Output/S3Uri')?.level).toBe('honoured');
  });

  it('mounts one thing at a path that is input and output', () => {
    const found = plan({
      ProcessingInputs: [input({ LocalPath: '/opt/ml/processing/out' })],
      ProcessingOutputConfig: { Outputs: [output()] },
    });
    expect(container(found).mounts).toHaveLength(1);
  });

  it('says what it does with uploads and feature stores', () => {
    const found = plan({
      ProcessingOutputConfig: {
        KmsKeyId: 'key',
        Outputs: [
          output({
            S3Output: { S3Uri: 's3://bucket/out', LocalPath: '/opt/ml/processing/out', S3UploadMode: 'Continuous' },
          }),
          { OutputName: 'features', FeatureStoreOutput: { FeatureGroupName: 'group' }, AppManaged: true },
        ],
      },
    });
    const at = '/ProcessingOutputConfig';
    expect(fidelity(found, `${at}/Outputs/0/S3Output/S3UploadMode`)?.level).toBe('approximated');
    expect(fidelity(found, `${at}/Outputs/1/FeatureStoreOutput`)?.level).toBe('approximated');
    const managed = { OutputName: 'features', FeatureStoreOutput: { FeatureGroupName: 'group' } };
    const refused = plan({ ProcessingOutputConfig: { Outputs: [managed] } });
    expect(fidelity(refused, `${at}/Outputs/0/FeatureStoreOutput`)?.level).toBe('refused');
    expect(fidelity(found, `${at}/KmsKeyId`)?.level).toBe('ignored');
    expect(found.artefacts).toHaveLength(1);
  });

  it('refuses a query, but takes its answer', () => {
    const set: ProcessingInput = {
      InputName: 'set',
      DatasetDefinition: {
        LocalPath: '/opt/ml/processing/set',
        AthenaDatasetDefinition: {
          Catalog: 'c',
          Database: 'd',
          QueryString: 'select 1',
          OutputS3Uri: 's3://bucket/answer',
          OutputFormat: 'PARQUET',
        },
      },
    };
    const at = '/ProcessingInputs/0/DatasetDefinition/AthenaDatasetDefinition';
    const found = plan({ ProcessingInputs: [set] }, { credentials: 'profile' });
    expect(fidelity(found, at)?.level).toBe('refused');
    expect(container(found).mounts).toEqual([]);
    const mapped = plan({ ProcessingInputs: [set] }, { s3: { 's3://bucket/answer': 'answer' } });
    expect(fidelity(mapped, at)?.level).toBe('approximated');
    expect(container(mapped).mounts).toEqual([
      { type: 'bind', source: '/work/job/answer', target: '/opt/ml/processing/set', readOnly: true },
    ]);
  });

  it('isolates the network', () => {
    expect(plan({ NetworkConfig: { EnableNetworkIsolation: true } }).network).toEqual({ label: 'job', internal: true });
    expect(plan().network).toBeUndefined();
  });

  it('never throws on an empty request', () => {
    expect(planProcessing({} as never, overlayOf(), CONTEXT).containers).toHaveLength(1);
  });
});
