import path from 'node:path';
import type { ExtensionContext } from 'vscode';
import { startExtension } from './app';
import type { SageMakerContainers } from './app';
import { startDesktop } from './desktop';

/** Entry on the desktop and on remotes: the language server is a process of its own. */
export function activate(context: ExtensionContext): SageMakerContainers {
  const program = context.asAbsolutePath(path.join('dist', 'server.js'));
  const core = startExtension(context, async (watch) => {
    const { nodeServer } = await import('./host/node-server');
    return nodeServer(program, watch);
  });
  startDesktop(context, core);
  return { status: core.status, serverState: core.serverState };
}
