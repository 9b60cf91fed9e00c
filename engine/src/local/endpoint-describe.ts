import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { RunPlan } from '../plan/types';
import type { EndpointRequest } from '../requests/types';
import type { Answer } from '../sagemaker';
import { endpointStatus } from './describe';
import type { State } from './state';

/** DescribeEndpoint: one instance of each variant runs, whatever the configuration wants. */
export function describeEndpoint(
  state: State,
  request: EndpointRequest,
  plan: RunPlan,
): Answer<DescribeEndpointCommandOutput> {
  const { AsyncInferenceConfig } = request.EndpointConfig;
  return {
    EndpointName: state.name,
    EndpointArn: state.arn,
    EndpointConfigName: request.Endpoint.EndpointConfigName,
    ProductionVariants: (plan.serving?.variants ?? []).map((variant) => ({
      VariantName: variant.name,
      CurrentWeight: variant.weight,
      DesiredWeight: variant.weight,
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 1,
      DeployedImages: plan.containers
        .filter(({ host }) => variant.containers.includes(host))
        .map(({ image }) => ({ SpecifiedImage: image })),
    })),
    EndpointStatus: endpointStatus(state),
    ...(state.failureReason === undefined ? {} : { FailureReason: state.failureReason }),
    CreationTime: new Date(state.created),
    LastModifiedTime: new Date(state.modified),
    ...(AsyncInferenceConfig === undefined ? {} : { AsyncInferenceConfig }),
  };
}
