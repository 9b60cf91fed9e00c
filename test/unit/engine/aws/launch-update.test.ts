import { describe, expect, it } from 'vitest';
import { planLaunch } from '../../../../engine/src/aws/launch-plan';
import { asUpdate } from '../../../../engine/src/aws/launch-update';
import { DEFAULT_OVERLAY } from '../../../../engine/src/requests/overlay';
import { parseRequest } from '../../../../engine/src/requests/parse-request';
import type { RequestDocument } from '../../../../engine/src/requests/types';

const NOW = new Date('2026-11-28T18:00:05Z');
const ROLE = 'arn:aws:iam::123456789012:role/r';

function endpointPlan(name: string) {
  const variant = (model: string) => ({
    VariantName: model,
    ModelName: model,
    InstanceType: 'ml.m5.large',
    InitialInstanceCount: 1,
  });
  const model = { ModelName: name, ExecutionRoleArn: ROLE, PrimaryContainer: { Image: 'i' } };
  const text = JSON.stringify({
    Model: model,
    EndpointConfig: { EndpointConfigName: name, ProductionVariants: [variant(name)] },
    Endpoint: { EndpointName: name, EndpointConfigName: name },
  });
  const { document, problems } = parseRequest(text, 'a.endpoint.json');
  if (document === undefined) throw new Error(problems.map((it) => it.message).join());
  return planLaunch(document, DEFAULT_OVERLAY, '/');
}

function endpointOf(document: RequestDocument) {
  if (document.kind !== 'endpoint') throw new Error(document.kind);
  return document.request;
}

describe('a launch as an update', () => {
  it('creates a model and a configuration of its own, and changes the endpoint', () => {
    const plan = asUpdate(endpointPlan('live'), NOW);
    expect(plan.updates).toBe(true);
    expect(plan.needs.creates).toEqual([
      { what: 'model', name: 'live-20261128180005' },
      { what: 'endpoint configuration', name: 'live-20261128180005' },
      { what: 'endpoint', name: 'live', updated: true },
    ]);
    const { EndpointConfig, Endpoint } = endpointOf(plan.document);
    expect(Endpoint).toEqual({ EndpointName: 'live', EndpointConfigName: 'live-20261128180005' });
    expect(EndpointConfig.ProductionVariants?.map(({ ModelName }) => ModelName)).toEqual(['live-20261128180005']);
  });

  it('keeps names within what SageMaker takes', () => {
    const [model] = asUpdate(endpointPlan('n'.repeat(63)), NOW).needs.creates;
    expect(model?.name).toHaveLength(63);
    expect(model?.name).toMatch(/n-20261128180005$/);
  });
});
