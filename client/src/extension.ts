import path from 'node:path';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startExtension } from './app';
import { startDesktop } from './desktop';
import type { SageMakerContainers } from './app';
import { CLIENT_ID, CLIENT_NAME, DOCKERFILE, RUN_LENS_COMMANDS } from './host/options';

/** Entry on the desktop and on remotes: the language server is a process of its own. */
export function activate(context: ExtensionContext): SageMakerContainers {
  const module = context.asAbsolutePath(path.join('dist', 'server.js'));
  const transport = TransportKind.stdio;
  const debug = { module, transport, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  const core = startExtension(context, {
    create: (options) => new LanguageClient(CLIENT_ID, CLIENT_NAME, { run: { module, transport }, debug }, options),
    // Not `git:` and other views of old versions: a finding there can't be fixed.
    documentSelector: ['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ language: DOCKERFILE, scheme })),
    runCommands: RUN_LENS_COMMANDS,
  });
  startDesktop(context, core);
  return { status: core.status, serverState: core.serverState };
}
