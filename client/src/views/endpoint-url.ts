import { Disposable, env, l10n, window } from 'vscode';
import type { EndpointProxy } from '../../../engine/src/local/endpoint-proxy';
import { shownCommand } from '../commands/shown-command';
import type { LocalConnection } from '../connections/local-connection';
import { loadEngine } from '../engine/load-engine';
import { member } from '../member';
import type { Parts } from '../parts';

/** Copy Local URL: what curl takes; its beginning is the `endpoint_url` of a client of SageMaker Runtime. */
export function registerEndpointUrl({ connections: { local }, log }: Parts): Disposable {
  let opening: Promise<EndpointProxy> | undefined;

  const urlOf = async (endpoint: string): Promise<string> => {
    opening ??= openProxy(local);
    const { url } = await opening.catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return `${url}/endpoints/${endpoint}/invocations`;
  };

  return Disposable.from(
    shownCommand(log, 'sagemaker.copyEndpointUrl', async (target) => {
      const endpoint = endpointOf(target);
      if (endpoint === undefined) return undefined;
      const url = await urlOf(endpoint);
      await env.clipboard.writeText(url);
      window.setStatusBarMessage(l10n.t('$(link) Copied {0}; it is there while this window is open', url), 10_000);
      return url;
    }),
    new Disposable(() => {
      void opening?.then(
        (proxy) => proxy.close(),
        () => undefined,
      );
    }),
  );
}

async function openProxy(local: LocalConnection): Promise<EndpointProxy> {
  const { startEndpointProxy } = await loadEngine();
  return startEndpointProxy(await local.sagemaker());
}

/** The name of an endpoint, or its row. */
function endpointOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  const name = member(member(target, 'row'), 'name');
  return typeof name === 'string' ? name : undefined;
}
