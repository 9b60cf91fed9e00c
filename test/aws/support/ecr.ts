import type { AwsConnection } from '../../../engine/src/aws/connection';
import { startRegistry } from '../../docker/support/registry';

/** A real registry in the place of ECR’s: moto keeps repositories, but no layers. */
export interface TestEcr {
  readonly host: string;
  readonly registryHost: (host: string) => string;
  stop(): Promise<void>;
}

/** The registry’s password; moto gives another. */
const SECRET = Buffer.from('AWS:secret').toString('base64');

/** Starts the registry, and lets the connection’s login be the one that it takes. */
export async function startEcr(connection: AwsConnection): Promise<TestEcr> {
  const registry = await startRegistry();
  connection.clients.ecr().middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (context.commandName === 'GetAuthorizationTokenCommand') {
        Object.assign(answer.output, { authorizationData: [{ authorizationToken: SECRET }] });
      }
      return answer;
    },
    { step: 'initialize' },
  );
  return { host: registry.host, registryHost: () => registry.host, stop: () => registry.stop() };
}
