import type { Runtime } from '../../sagemaker';
import type { EndpointDesk } from '../endpoint-desk';

/** Endpoints of this machine, asked as SageMaker Runtime asks them. */
export function runtime({ invoker, fleets }: EndpointDesk): Runtime {
  return {
    invokeEndpoint: (name, invocation, signal) => invoker.invoke(name, invocation, signal),
    invokeEndpointWithResponseStream: (name, invocation, signal) => invoker.stream(name, invocation, signal),
    invokeEndpointAsync: (name, invocation, signal) => fleets.invokeAsync(name, invocation, signal),
  };
}
