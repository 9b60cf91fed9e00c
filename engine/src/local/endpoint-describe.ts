import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { RunPlan } from '../plan/types';
import type { EndpointRequest } from '../requests/types';
import type { Answer } from '../sagemaker';
import { endpointStatus } from './describe';
import type { State } from './state';

/** DescribeEndpoint. What UpdateEndpointWeightsAndCapacities wants is written down, and started by the next update. */
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
      CurrentInstanceCount: variant.instances ?? 1,
      DesiredInstanceCount: variant.desiredInstances ?? variant.instances ?? 1,
      DeployedImages: plan.containers
        .filter(({ host }) =>
          variant.containers.slice(0, variant.containers.length / (variant.instances ?? 1)).includes(host),
        )
        .map(({ image }) => ({ SpecifiedImage: image })),
    })),
    EndpointStatus: endpointStatus(state),
    ...(state.failureReason === undefined ? {} : { FailureReason: state.failureReason }),
    CreationTime: new Date(state.created),
    LastModifiedTime: new Date(state.modified),
    ...(AsyncInferenceConfig === undefined ? {} : { AsyncInferenceConfig }),
  };
}
