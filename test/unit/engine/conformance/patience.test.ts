import { expect, it } from 'vitest';
import { STARTUP_TIMEOUT_SECONDS } from '../../../../contract/serving';
import { patienceFor } from '../../../../engine/src/conformance/patience';
import { planEndpoint } from '../../../../engine/src/plan/serving';
import type { ContainerPlan } from '../../../../engine/src/plan/types';
import { DEFAULT_OVERLAY } from '../../../../engine/src/requests/overlay';

const MODEL = 's3://amzn-s3-demo-bucket/model.tar.gz';

function server(model: string | undefined): ContainerPlan {
  const container = { Image: 'iris:latest', ...(model === undefined ? {} : { ModelDataUrl: model }) };
  const variant = {
    VariantName: 'All',
    ModelName: 'iris',
    InitialInstanceCount: 1,
    InstanceType: 'ml.m5.large',
  } as const;
  const { containers } = planEndpoint(
    {
      Model: {
        ModelName: 'iris',
        PrimaryContainer: container,
        ExecutionRoleArn: 'arn:aws:iam::000000000000:role/local',
      },
      EndpointConfig: { EndpointConfigName: 'iris', ProductionVariants: [variant] },
      Endpoint: { EndpointName: 'iris', EndpointConfigName: 'iris' },
    },
    { ...DEFAULT_OVERLAY, s3: { [MODEL]: '/tmp/model.tar.gz' } },
    { folder: '/tmp', account: '000000000000', region: 'us-east-1' },
  );
  const [first] = containers;
  if (first === undefined) throw new Error('an endpoint has a container');
  return first;
}

it('waits as long as SageMaker for a server that loads a model', () => {
  expect(patienceFor(server(MODEL))).toBe(STARTUP_TIMEOUT_SECONDS.value);
});

it('waits no longer than two minutes for a server without a model', () => {
  expect(patienceFor(server(undefined))).toBe(120);
  expect(patienceFor(server(undefined), STARTUP_TIMEOUT_SECONDS.value)).toBe(120);
});

it('waits as long as the request asks for', () => {
  expect(patienceFor(server(undefined), 900)).toBe(900);
  expect(patienceFor(server(MODEL), 60)).toBe(60);
});
