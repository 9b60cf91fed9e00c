import type { Runtime } from '../../sagemaker';
import { asked } from '../asked';
import type { AwsConnection } from '../connection';
import { invoke, invokeAsync, invokeStream } from '../invoke';

/** Endpoints at AWS, asked through SageMaker Runtime. */
export function runtime({ name: connection, clients }: AwsConnection): Runtime {
  return {
    invokeEndpoint: (name, invocation, signal) =>
      asked(connection, invoke(clients.runtime(), name, invocation, signal)),
    invokeEndpointWithResponseStream: (name, invocation, signal) =>
      asked(connection, invokeStream(clients.runtime(), name, invocation, signal)),
    invokeEndpointAsync: (name, invocation, signal) =>
      asked(connection, invokeAsync(clients.runtime(), name, invocation, signal)),
  };
}
