import type { CreateModelCommandInput } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { planEndpoint } from '../../../../engine/src/plan/serving';
import type { EndpointRequest, Overlay } from '../../../../engine/src/requests/types';
import { container, CONTEXT, endpointRequest, fidelity, modelRequest, overlayOf } from './fixtures';

function plan(request: EndpointRequest = endpointRequest(), overlay: Partial<Overlay> = {}) {
  return planEndpoint(request, overlayOf(overlay), CONTEXT);
}

function withContainers(members: Partial<CreateModelCommandInput> = {}): EndpointRequest {
  return endpointRequest({
    ModelName: 'model',
    Containers: [
      { Image: 'first:1', ContainerHostname: 'first', Environment: { A: '1' } },
      { Image: 'second:1', ModelDataUrl: 's3://bucket/second.tar.gz' },
    ],
    ...members,
  });
}

const VARIANT = { VariantName: 'AllTraffic', ModelName: 'model', InstanceType: 'ml.m5.xlarge' } as const;

describe('planEndpoint: one container', () => {
  it('starts the image with `serve`, the port free, the model read-only', () => {
    const found = plan();
    expect(found).toMatchObject({
      kind: 'serving',
      name: 'endpoint',
      stopGraceSeconds: 30,
      maxRuntimeSeconds: undefined,
      network: undefined,
      artefacts: [],
    });
    expect(found.containers).toHaveLength(1);
    expect(container(found)).toMatchObject({
      host: 'AllTraffic',
      image: 'image:1',
      entrypoint: undefined,
      command: ['serve'],
      environment: { A: '1' },
      files: {},
      directories: ['/opt/ml/model'],
      ports: { 8080: 0 },
      aliases: ['AllTraffic'],
    });
    expect(Object.keys(container(found).environment)).toEqual(['A']);
    expect(container(found).mounts).toEqual([
      {
        type: 's3',
        uri: 's3://bucket/model.tar.gz',
        target: '/opt/ml/model',
        readOnly: true,
        shard: undefined,
        manifest: false,
        unpack: true,
      },
    ]);
    expect(found.serving).toEqual({
      variants: [{ name: 'AllTraffic', weight: 1, containers: ['AllTraffic'], startupSeconds: 480 }],
      maxPayloadBytes: 25_000_000,
      invocationSeconds: 60,
      mode: 'single',
      asynchronous: false,
      serverless: false,
    });
  });

  it('takes the model from this machine', () => {
    expect(container(plan(undefined, { s3: { 's3://bucket/model.tar.gz': 'model.tar.gz' } })).mounts).toEqual([
      {
        type: 'bind',
        source: '/work/job/model.tar.gz',
        target: '/opt/ml/model',
        readOnly: true,
        unpack: true,
      },
    ]);
    expect(fidelity(plan(), '/Model/PrimaryContainer/ModelDataUrl')?.level).toBe('refused');
  });

  it.each([
    ['None', undefined],
    ['Gzip', true],
  ] as const)('ModelDataSource with compression %s', (CompressionType, unpack) => {
    const S3DataSource = { S3Uri: 's3://bucket/model/', S3DataType: 'S3Prefix', CompressionType } as const;
    const request = endpointRequest(
      modelRequest({
        PrimaryContainer: {
          Image: 'image:1',
          ModelDataSource: { S3DataSource },
          AdditionalModelDataSources: [{ ChannelName: 'draft', S3DataSource }],
        },
      }),
    );
    const mount = { type: 'bind', source: '/m', readOnly: true, ...(unpack === undefined ? {} : { unpack }) };
    expect(container(plan(request, { s3: { 's3://bucket/model': '/m' } })).mounts).toEqual([
      { ...mount, target: '/opt/ml/model' },
      { ...mount, target: '/opt/ml/additional-model-data-sources/draft' },
    ]);
  });

  it('reads what an earlier job of this machine left', () => {
    const at = '/Model/PrimaryContainer/ModelDataUrl';
    const level = (uploads: readonly string[]) =>
      fidelity(planEndpoint(endpointRequest(), overlayOf(), { ...CONTEXT, uploads }), at)?.level;
    expect(level(['s3://bucket/other', 's3://bucket/model.tar.gz'])).toBe('honoured');
    expect(level(['s3://bucket/model.tar.gz/'])).toBe('honoured');
    expect(level(['s3://bucket/model.tar'])).toBe('refused');
  });

  it('leaves the image’s own model alone', () => {
    expect(container(plan(endpointRequest(modelRequest({ PrimaryContainer: { Image: 'i' } })))).mounts).toEqual([]);
  });

  it('needs an image: a model package has none', () => {
    const request = endpointRequest(modelRequest({ PrimaryContainer: { ModelPackageName: 'arn:p' } }));
    const at = '/Model/PrimaryContainer/ModelPackageName';
    expect(fidelity(plan(request), at)?.level).toBe('refused');
    const mapped = plan(request, { images: { 'arn:p': 'mine:1' } });
    expect(fidelity(mapped, at)?.level).toBe('approximated');
    expect(container(mapped).image).toBe('mine:1');
  });

  it('lets the overlay’s environment win', () => {
    expect(container(plan(undefined, { env: { A: '2' } })).environment).toEqual({ A: '2' });
    expect(fidelity(plan(undefined, { env: { A: '2' } }), '/Model/PrimaryContainer/Environment')?.level).toBe(
      'approximated',
    );
  });
});

describe('planEndpoint: variants', () => {
  const two = endpointRequest(modelRequest(), {
    ProductionVariants: [
      { ...VARIANT, VariantName: 'a', InitialVariantWeight: 0.9, InstanceType: 'ml.g5.xlarge' },
      {
        ...VARIANT,
        VariantName: 'b',
        InitialVariantWeight: 0.1,
        InstanceType: 'ml.g5.12xlarge',
        ContainerStartupHealthCheckTimeoutInSeconds: 900,
        InitialInstanceCount: 2,
      },
    ],
  });

  it('starts each, with devices of its own', () => {
    const found = plan(two, { ports: [5678] });
    expect(found.serving?.variants).toEqual([
      { name: 'a', weight: 0.9, containers: ['a'], startupSeconds: 480 },
      { name: 'b', weight: 0.1, containers: ['b', 'b_2'], instances: 2, startupSeconds: 900 },
    ]);
    expect(found.containers.map((one) => one.gpus)).toEqual([
      { kind: 'devices', ids: ['0'] },
      { kind: 'devices', ids: ['1', '2', '3', '4'] },
      { kind: 'devices', ids: ['5', '6', '7', '8'] },
    ]);
    expect(found.containers.map((one) => one.ports)).toEqual([
      { 5678: 5678, 8080: 0 },
      { 5678: 0, 8080: 0 },
      { 5678: 0, 8080: 0 },
    ]);
    expect(found.images).toHaveLength(1);
    expect(fidelity(found, '/EndpointConfig/ProductionVariants/1/InitialInstanceCount')?.level).toBe('approximated');
  });

  it('takes each variant’s own model', () => {
    const models = [modelRequest(), modelRequest({ ModelName: 'other', PrimaryContainer: { Image: 'other:1' } })];
    const found = plan({
      ...endpointRequest(models[0], {
        ProductionVariants: [VARIANT, { ...VARIANT, VariantName: 'Other', ModelName: 'other' }],
      }),
      Models: models,
    });
    expect(found.containers.map((one) => one.image)).toEqual(['image:1', 'other:1']);
    expect(found.images.map((one) => one.requested)).toEqual(['image:1', 'other:1']);
    expect(fidelity(found, '/Models/1/PrimaryContainer/Image')?.level).toBe('honoured');
    expect(found.fidelity.some((entry) => entry.pointer.startsWith('/Model/'))).toBe(false);
    expect(fidelity(found, '/EndpointConfig/ProductionVariants/1/ModelName')?.level).toBe('honoured');
  });

  it('refuses names that lead nowhere', () => {
    const found = plan({
      ...endpointRequest(undefined, { ProductionVariants: [{ ...VARIANT, ModelName: 'missing' }] }),
      Endpoint: { EndpointName: 'endpoint', EndpointConfigName: 'missing' },
    });
    expect(fidelity(found, '/EndpointConfig/ProductionVariants/0/ModelName')?.level).toBe('refused');
    expect(fidelity(found, '/Endpoint/EndpointConfigName')?.level).toBe('refused');
  });

  it('runs endpoints on Graviton as arm64', () => {
    const found = plan(
      endpointRequest(undefined, { ProductionVariants: [{ ...VARIANT, InstanceType: 'ml.c7g.xlarge' }] }),
    );
    expect(found.images[0]?.platform).toBe('linux/arm64');
  });
});

describe('planEndpoint: several containers', () => {
  it('gives each a port and a range of its own', () => {
    const found = plan(withContainers());
    expect(found.containers.map((one) => one.host)).toEqual(['AllTraffic.first', 'AllTraffic.container-2']);
    expect(found.containers.map((one) => one.environment)).toEqual([
      { A: '1', SAGEMAKER_BIND_TO_PORT: '8080', SAGEMAKER_SAFE_PORT_RANGE: '9000-9099' },
      { SAGEMAKER_BIND_TO_PORT: '8081', SAGEMAKER_SAFE_PORT_RANGE: '9100-9199' },
    ]);
    expect(found.containers.map((one) => one.ports)).toEqual([{ 8080: 0 }, { 8081: 0 }]);
    expect(found.serving).toMatchObject({
      mode: 'serial',
      variants: [{ containers: ['AllTraffic.first', 'AllTraffic.container-2'] }],
    });
    expect(found.images.map((one) => one.requested)).toEqual(['first:1', 'second:1']);
    expect(container(found, 0).mounts).toEqual([]);
    expect(container(found, 1).mounts).toHaveLength(1);
  });

  it.each([
    ['Direct', 'direct'],
    ['Serial', 'serial'],
  ] as const)('in mode %s', (Mode, mode) => {
    expect(plan(withContainers({ InferenceExecutionConfig: { Mode } })).serving?.mode).toBe(mode);
  });

  it('one container in a list is one container', () => {
    const found = plan(endpointRequest({ ModelName: 'model', Containers: [{ Image: 'i', ContainerHostname: 'h' }] }));
    expect(found.serving?.mode).toBe('single');
    expect(container(found)).toMatchObject({ host: 'AllTraffic', environment: {} });
    expect(fidelity(found, '/Model/Containers/0/ContainerHostname')?.level).toBe('ignored');
    expect(fidelity(plan(withContainers()), '/Model/Containers/0/ContainerHostname')?.level).toBe('honoured');
  });

  it('shares the instance’s GPUs between its containers', () => {
    const request = withContainers();
    const found = plan({
      ...request,
      EndpointConfig: { ...request.EndpointConfig, ProductionVariants: [{ ...VARIANT, InstanceType: 'ml.g5.xlarge' }] },
    });
    expect(found.containers.map((one) => one.gpus)).toEqual([
      { kind: 'count', count: 1 },
      { kind: 'count', count: 1 },
    ]);
  });
});

describe('planEndpoint: kinds of inference', () => {
  it('multi-model', () => {
    const request = endpointRequest(
      modelRequest({
        PrimaryContainer: { Image: 'image:1', Mode: 'MultiModel', ModelDataUrl: 's3://bucket/models/' },
      }),
    );
    const found = plan(request, { s3: { 's3://bucket/models/': 'models' } });
    expect(found.serving).toMatchObject({
      mode: 'multi-model',
      models: { uri: 's3://bucket/models/', folder: '/work/job/models' },
    });
    expect(container(found)).toMatchObject({
      environment: { SAGEMAKER_MULTI_MODEL: 'true' },
      directories: ['/opt/ml/models'],
      mounts: [{ type: 'volume', label: 'AllTraffic/models', target: '/opt/ml/models', readOnly: true }],
    });
    expect(plan(request).serving?.models?.folder).toBeUndefined();
  });

  it.each([
    ['Disabled', 'honoured', false],
    ['Enabled', 'approximated', true],
  ] as const)('with the cache %s', (ModelCacheSetting, level, cached) => {
    const request = endpointRequest(
      modelRequest({
        PrimaryContainer: {
          Image: 'i',
          Mode: 'MultiModel',
          ModelDataUrl: 's3://b/m/',
          MultiModelConfig: { ModelCacheSetting },
        },
      }),
    );
    expect(fidelity(plan(request), '/Model/PrimaryContainer/MultiModelConfig/ModelCacheSetting')?.level).toBe(level);
    expect(plan(request).serving?.models?.cached).toBe(cached);
  });

  it('serverless', () => {
    const request = endpointRequest(undefined, {
      ProductionVariants: [
        { VariantName: 'v', ModelName: 'model', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } },
      ],
    });
    const found = plan(request, { gpus: 'all' });
    expect(container(found)).toMatchObject({ memory: 2 * 1024 ** 3, gpus: { kind: 'none' }, user: '1000:1000' });
    expect(container(plan(request, { user: '5' })).user).toBe('5');
    expect(found.serving?.variants[0]?.maxConcurrency).toBe(5);
    expect(found.serving).toMatchObject({ serverless: true, maxPayloadBytes: 4_000_000, invocationSeconds: 60 });
    expect(container(plan(request, { memory: '1g' })).memory).toBe(1024 ** 3);
    const at = '/EndpointConfig/ProductionVariants/0/ServerlessConfig/MemorySizeInMB';
    expect(fidelity(found, at)?.level).toBe('approximated');
    expect(fidelity(plan(request, { memory: '1g' }), at)?.level).toBe('approximated');
  });

  it('asynchronous', () => {
    const found = plan(
      endpointRequest(undefined, {
        AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/out', S3FailurePath: 's3://bucket/bad' } },
      }),
      { s3: { 's3://bucket/out': 'answers' } },
    );
    expect(found.serving).toMatchObject({
      asynchronous: true,
      maxPayloadBytes: 1_000_000_000,
      invocationSeconds: 900,
      asynchronousOutput: {
        uri: 's3://bucket/out',
        folder: '/work/job/answers',
        failureUri: 's3://bucket/bad',
        failureFolder: undefined,
      },
    });
  });

  it('gives an asynchronous container so many invocations at a time as it may have', () => {
    const concurrency = (MaxConcurrentInvocationsPerInstance: number | undefined) =>
      plan(
        endpointRequest(undefined, {
          AsyncInferenceConfig: {
            ClientConfig: { MaxConcurrentInvocationsPerInstance },
            OutputConfig: { S3OutputPath: 's3://bucket/out' },
          },
        }),
      ).serving?.asynchronousConcurrency;
    expect(concurrency(2)).toBe(2);
    expect(concurrency(undefined)).toBeGreaterThan(0);
  });

  it('publishes the serving port where the overlay wants it, of the first variant alone', () => {
    const two = endpointRequest(undefined, { ProductionVariants: [VARIANT, { ...VARIANT, VariantName: 'b' }] });
    const ports = plan(two, { ports: ['9000:8080'] }).containers.map((one) => one.ports);
    expect(ports).toEqual([{ 8080: 9000 }, { 8080: 0 }]);
  });

  it('isolates the network when the model, or the configuration, says so', () => {
    expect(plan(endpointRequest(modelRequest({ EnableNetworkIsolation: true }))).network?.internal).toBe(true);
    expect(plan(endpointRequest(undefined, { EnableNetworkIsolation: true })).network?.internal).toBe(true);
  });

  it('never throws on an empty request', () => {
    expect(plan({ Model: {}, EndpointConfig: {}, Endpoint: {} } as never).containers).toEqual([]);
  });
});
