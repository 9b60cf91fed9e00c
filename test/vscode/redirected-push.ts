import type { LocalConnection } from '../../client/src/connections/local-connection';
import type { OpenedAws } from '../../client/src/aws/aws-connection';
import type { Images } from '../../engine/src/docker/engine';
import { startRegistry } from '../docker/support/registry';

/** The connection to this machine. */
export type HasEngine = Pick<LocalConnection, 'engine'>;

/** What a registry that stands in for ECR has, and how it is taken away again. */
export interface StandIn {
  readonly host: string;
  stop(): Promise<void>;
}

/** The registry's password; moto gives another. */
const TOKEN = Buffer.from('AWS:secret').toString('base64');

/**
 * A real registry in the place of ECR's: what the extension sends to `ecrHost`, by the Docker Engine and by itself, goes
 * there; nothing of it leaves this machine.
 */
export async function standInForEcr(ecrHost: string, local: HasEngine, { session }: OpenedAws): Promise<StandIn> {
  const registry = await startRegistry();
  const there = (text: string): string => text.replace(ecrHost, registry.host);
  session.clients.ecr().middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (context.commandName === 'GetAuthorizationTokenCommand') {
        Object.assign(answer.output, { authorizationData: [{ authorizationToken: TOKEN }] });
      }
      return answer;
    },
    { step: 'initialize' },
  );
  const { images } = await local.engine();
  const before = { ...images };
  const sent = new Set<string>();
  const redirected: Images = {
    ...before,
    inspect: (reference, signal) => before.inspect(there(reference), signal),
    remove: (reference, options) => before.remove(there(reference), options),
    tag: (reference, repository, tag) => {
      sent.add(`${there(repository)}:${tag}`);
      return before.tag(reference, there(repository), tag);
    },
    pull: async (reference, { login, ...options }, progress, signal) => {
      sent.add(there(reference));
      const own = login && { ...login, serveraddress: registry.host };
      await before.pull(there(reference), { ...options, login: own }, progress, signal);
    },
    push: (reference, login, progress, signal) =>
      before.push(there(reference), login && { ...login, serveraddress: registry.host }, progress, signal),
  };
  Object.assign(images, redirected);
  const { fetch } = globalThis;
  globalThis.fetch = (input, options) =>
    fetch(typeof input === 'string' ? input.replace(`https://${ecrHost}`, `http://${registry.host}`) : input, options);
  return {
    host: registry.host,
    stop: async () => {
      globalThis.fetch = fetch;
      Object.assign(images, before);
      for (const tag of sent) await before.remove(tag);
      await registry.stop();
    },
  };
}
