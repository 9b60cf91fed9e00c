import { describe, expect, it } from 'vitest';
import { planEndpoint } from '../../../../engine/src/plan/serving';
import type { RunPlan } from '../../../../engine/src/plan/types';
import type { EndpointRequest } from '../../../../engine/src/requests/types';
import { entryOf, having, pathsOf, patternOf, untriedOf, untruths } from './coupled';
import type { Elsewhere } from './coupled';
import { CONTEXT, overlayOf, ROLE } from './fixtures';

/*
 * The report and the plan are one truth: what is honoured or approximated makes a difference to the plan, what is ignored
 * makes none. The requests have values that are not the usual ones, so that each member can make its difference.
 */
const OVERLAY = overlayOf({ s3: { 's3://bucket/': 'data' }, images: { 'arn:package': 'mine:1' }, credentials: 'role' });
const SOURCE = {
  S3DataSource: {
    S3Uri: 's3://bucket/m/',
    S3DataType: 'S3Prefix',
    CompressionType: 'Gzip',
    ETag: 'a',
    ModelAccessConfig: { AcceptEula: true },
  },
} as const;
const VARIANT = {
  VariantName: 'v',
  ModelName: 'model',
  InstanceType: 'ml.g5.xlarge',
  InitialInstanceCount: 2,
} as const;
const CONFIG = { EndpointConfigName: 'config', Tags: [{ Key: 'a', Value: 'b' }], KmsKeyId: 'key' };
const ENDPOINT = { EndpointName: 'endpoint', EndpointConfigName: 'config', Tags: [{ Key: 'a', Value: 'b' }] };

const REQUESTS: readonly EndpointRequest[] = [
  {
    Model: {
      ModelName: 'model',
      ExecutionRoleArn: ROLE,
      Containers: [
        {
          ContainerHostname: 'first',
          Image: 'image:1',
          ImageConfig: { RepositoryAccessMode: 'Vpc' },
          Environment: { A: '1' },
          ModelDataUrl: 's3://bucket/model.tar.gz',
          AdditionalModelDataSources: [{ ChannelName: 'draft', ...SOURCE }],
        },
        { ContainerHostname: 'second', ModelPackageName: 'arn:package', ModelDataSource: SOURCE },
      ],
      InferenceExecutionConfig: { Mode: 'Direct' },
      EnableNetworkIsolation: true,
      VpcConfig: { Subnets: ['a'], SecurityGroupIds: ['b'] },
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    EndpointConfig: {
      ...CONFIG,
      ExecutionRoleArn: ROLE,
      DataCaptureConfig: {
        InitialSamplingPercentage: 10,
        DestinationS3Uri: 's3://bucket/captured',
        CaptureOptions: [{ CaptureMode: 'Input' }],
      },
      ProductionVariants: [
        {
          ...VARIANT,
          InitialVariantWeight: 2,
          ContainerStartupHealthCheckTimeoutInSeconds: 900,
          ModelDataDownloadTimeoutInSeconds: 900,
          VolumeSizeInGB: 10,
          RoutingConfig: { RoutingStrategy: 'RANDOM' },
          EnableSSMAccess: true,
        },
      ],
    },
    Endpoint: ENDPOINT,
  },
  {
    Model: {
      ModelName: 'model',
      PrimaryContainer: {
        Image: 'image:1',
        Mode: 'MultiModel',
        Environment: { A: '1' },
        ModelDataUrl: 's3://bucket/models/',
        MultiModelConfig: { ModelCacheSetting: 'Disabled' },
      },
    },
    EndpointConfig: {
      ...CONFIG,
      EnableNetworkIsolation: true,
      ProductionVariants: [
        {
          VariantName: 'v',
          ModelName: 'model',
          ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 2, ProvisionedConcurrency: 1 },
        },
      ],
    },
    Endpoint: ENDPOINT,
  },
  {
    Model: { ModelName: 'model', PrimaryContainer: { Image: 'image:1', ModelDataSource: SOURCE } },
    EndpointConfig: {
      ...CONFIG,
      ProductionVariants: [VARIANT],
      AsyncInferenceConfig: {
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 7 },
        OutputConfig: {
          S3OutputPath: 's3://bucket/out',
          S3FailurePath: 's3://bucket/bad',
          KmsKeyId: 'key',
          NotificationConfig: { SuccessTopic: 'arn:topic', IncludeInferenceResponseIn: ['SUCCESS_NOTIFICATION_TOPIC'] },
        },
      },
    },
    Endpoint: ENDPOINT,
  },
];

/** Members whose difference is not in the plan, and why they are still reported as done. */
const ELSEWHERE: Elsewhere = [
  [/ExecutionRoleArn$/, 'credentials are given by whoever runs the plan'],
  [/EndpointConfigName$/, 'a name that leads nowhere is refused'],
  [/^\/Model\/ModelName$|\/ModelName$/, 'it chooses the model, and there is one'],
  [/S3DataType$/, 'S3Prefix is what is done without the member'],
  [/AcceptEula$/, 'without it the request is refused'],
  [/InitialInstanceCount$/, 'one runs, whatever it says'],
  [/ProvisionedConcurrency$/, 'the container is always warm'],
];

describe('the report of an endpoint', () => {
  it('refuses nothing of what these requests hold', () => {
    for (const request of REQUESTS) {
      expect(planOf(request).fidelity.filter(({ level }) => level === 'refused')).toEqual([]);
    }
  });

  it('calls honoured or approximated what the plan does, and ignored what it doesn’t', () => {
    expect(untruths(REQUESTS, planOf, executed, ELSEWHERE)).toEqual([]);
  });

  it.each([
    ['CreateModelInput', 'Model'],
    ['CreateEndpointConfigInput', 'EndpointConfig'],
    ['CreateEndpointInput', 'Endpoint'],
  ] as const)('calls nothing of %s honoured that these requests don’t try', (shape, part) => {
    const tried = REQUESTS.flatMap((request) => pathsOf(request[part]).map(patternOf));
    const untried = untriedOf(shape, tried);
    const honoured = untried.filter((path) => {
      const request = { Model: {}, EndpointConfig: {}, Endpoint: {}, [part]: having(path) } as never;
      return entryOf(planOf(request).fidelity, `/${[part, ...path].join('/')}`).level === 'honoured';
    });
    // A container of a list is the same as the primary one, of which the second request has the other half.
    const known = /^(PrimaryContainer|Containers\/\*)\//;
    const rest = (pattern: string) => pattern.replace(known, '');
    const either = new Set(tried.map(rest));
    expect(honoured.map(patternOf).filter((pattern) => !known.test(pattern) || !either.has(rest(pattern)))).toEqual([]);
  });

  it('refuses asynchronous inference with several containers or models, as SageMaker does', () => {
    const [several, multi, single] = REQUESTS;
    const level = (model: EndpointRequest | undefined) =>
      planOf({ ...(single as EndpointRequest), Model: (model as EndpointRequest).Model }).fidelity.find(({ pointer }) =>
        pointer.endsWith('S3OutputPath'),
      )?.level;
    expect([level(several), level(multi), level(single)]).toEqual(['refused', 'refused', 'honoured']);
  });
});

function planOf(request: unknown): RunPlan {
  return planEndpoint(request as EndpointRequest, OVERLAY, CONTEXT);
}

/** What is done, without the report itself. */
function executed({ fidelity: _, ...plan }: RunPlan): string {
  return JSON.stringify(plan);
}
