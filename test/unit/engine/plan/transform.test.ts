import { describe, expect, it } from 'vitest';
import { planTransform } from '../../../../engine/src/plan/transform';
import type { Overlay } from '../../../../engine/src/requests/types';
import { container, CONTEXT, fidelity, modelRequest, overlayOf, transformRequest } from './fixtures';

function plan(
  members: Parameters<typeof transformRequest>[0] = {},
  overlay: Partial<Overlay> = {},
  model = modelRequest(),
) {
  return planTransform(transformRequest(members), model, overlayOf(overlay), CONTEXT);
}

describe('planTransform', () => {
  it('serves the model with SageMaker’s defaults for batch', () => {
    const found = plan();
    expect(found).toMatchObject({
      kind: 'transform',
      name: 'job',
      stopGraceSeconds: 30,
      maxRuntimeSeconds: undefined,
    });
    expect(container(found)).toMatchObject({
      host: 'algo-1',
      image: 'image:1',
      command: ['serve'],
      ports: { 8080: 0 },
    });
    expect(container(found).environment).toEqual({
      A: '1',
      SAGEMAKER_BATCH: 'true',
      SAGEMAKER_BATCH_STRATEGY: 'MULTI_RECORD',
      SAGEMAKER_MAX_PAYLOAD_IN_MB: '6',
      SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: '1',
    });
    expect(container(found).mounts).toMatchObject([{ target: '/opt/ml/model', readOnly: true, unpack: true }]);
    expect(found.transform).toEqual({
      inputUri: 's3://bucket/in/',
      inputFolder: undefined,
      outputUri: 's3://bucket/out/',
      outputFolder: undefined,
      contentType: undefined,
      accept: undefined,
      split: 'None',
      assemble: 'None',
      strategy: undefined,
      gzip: false,
      maxConcurrent: 0,
      maxPayloadBytes: undefined,
      timeoutSeconds: 600,
      retries: 3,
      inputFilter: undefined,
      outputFilter: undefined,
      join: false,
    });
    expect(found.serving).toMatchObject({
      mode: 'single',
      variants: [{ name: 'algo-1', containers: ['algo-1'], startupSeconds: 480, weight: 1 }],
      invocationSeconds: 600,
      maxPayloadBytes: 6_000_000,
    });
  });

  it('does what the request says', () => {
    const found = plan(
      {
        Environment: { A: '2', B: '3', SAGEMAKER_BATCH: 'false' },
        BatchStrategy: 'SingleRecord',
        MaxPayloadInMB: 0,
        MaxConcurrentTransforms: 4,
        ModelClientConfig: { InvocationsTimeoutInSeconds: 30, InvocationsMaxRetries: 0 },
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://bucket/in/m' } },
          ContentType: 'text/csv',
          CompressionType: 'Gzip',
          SplitType: 'Line',
        },
        TransformOutput: { S3OutputPath: 's3://bucket/out', Accept: 'text/csv', AssembleWith: 'Line' },
        DataProcessing: { InputFilter: '$[1:]', OutputFilter: '$[0]', JoinSource: 'Input' },
      },
      { s3: { 's3://bucket/in': 'in', 's3://bucket/out': 'out' } },
    );
    expect(container(found).environment).toEqual({
      A: '2',
      B: '3',
      SAGEMAKER_BATCH: 'true',
      SAGEMAKER_BATCH_STRATEGY: 'SINGLE_RECORD',
      SAGEMAKER_MAX_PAYLOAD_IN_MB: '0',
      SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: '4',
    });
    expect(found.transform).toEqual({
      inputUri: 's3://bucket/in/m',
      inputFolder: '/work/job/in/m',
      manifest: true,
      folders: { 's3://bucket/in': '/work/job/in', 's3://bucket/out': '/work/job/out' },
      outputUri: 's3://bucket/out',
      outputFolder: '/work/job/out',
      contentType: 'text/csv',
      accept: 'text/csv',
      split: 'Line',
      assemble: 'Line',
      strategy: 'SingleRecord',
      gzip: true,
      maxConcurrent: 4,
      maxPayloadBytes: 0,
      timeoutSeconds: 30,
      retries: 0,
      inputFilter: '$[1:]',
      outputFilter: '$[0]',
      join: true,
    });
  });

  it('serves pipelines', () => {
    const found = plan({}, {}, { ModelName: 'model', Containers: [{ Image: 'a' }, { Image: 'b' }] });
    expect(found.serving).toMatchObject({
      mode: 'serial',
      variants: [{ containers: ['algo-1.container-1', 'algo-1.container-2'] }],
    });
    expect(container(found, 1).environment).toMatchObject({ SAGEMAKER_BIND_TO_PORT: '8081', SAGEMAKER_BATCH: 'true' });
  });

  it('asks for GPUs, isolates, and reports on the model as well', () => {
    const found = plan(
      { TransformResources: { InstanceType: 'ml.g4dn.xlarge', InstanceCount: 3 } },
      {},
      modelRequest({ EnableNetworkIsolation: true, ModelName: 'other' }),
    );
    expect(found.serving?.variants.map(({ containers }) => containers)).toEqual([['algo-1'], ['algo-2'], ['algo-3']]);
    expect(container(found, 1).gpus).toEqual({ kind: 'devices', ids: ['1'] });
    expect(container(found, 2).environment).toMatchObject({ SAGEMAKER_BATCH: 'true' });
    expect(found.network).toEqual({ label: 'job', internal: true });
    expect(fidelity(found, '/TransformResources/InstanceCount')?.level).toBe('approximated');
    expect(fidelity(found, '/ModelName')?.level).toBe('refused');
    expect(fidelity(found, '/Model/ModelName')?.level).toBe('honoured');
    expect(fidelity(found, '/TransformInput/DataSource/S3DataSource/S3Uri')?.level).toBe('refused');
    expect(fidelity(found, '/Model/PrimaryContainer/ModelDataUrl')?.level).toBe('refused');
  });

  it('never throws on an empty request', () => {
    expect(planTransform({} as never, {} as never, overlayOf(), CONTEXT).containers).toEqual([]);
  });
});
