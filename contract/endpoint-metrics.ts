import { fact, guide } from './facts';
import type { Fact } from './facts';

/** Where CloudWatch keeps how often an endpoint is invoked. */
export const INVOCATION_METRIC: Fact<{ readonly namespace: string; readonly name: string }> = fact(
  { namespace: 'AWS/SageMaker', name: 'Invocations' },
  'Each variant of an endpoint counts its invocations, under the dimensions EndpointName and VariantName.',
  [],
  guide('monitoring-cloudwatch'),
);
