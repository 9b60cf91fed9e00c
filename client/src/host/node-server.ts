import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { clientOptions } from './client-options';
import { createLanguageServer } from './language-server';
import type { LanguageServer, ServerWatch } from './language-server';
import { CLIENT_ID, CLIENT_NAME, DOCKERFILE, RUN_LENS_COMMANDS } from './options';

/** The language server as a process of its own. `module`: path of its program. A bundle apart. */
export function nodeServer(module: string, watch: ServerWatch): LanguageServer {
  const transport = TransportKind.stdio;
  const debug = { module, transport, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  // Not `git:` and other views of old versions: a finding there can't be fixed.
  const selector = ['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ language: DOCKERFILE, scheme }));
  return createLanguageServer({
    ...watch,
    create: (options) => new LanguageClient(CLIENT_ID, CLIENT_NAME, { run: { module, transport }, debug }, options),
    options: clientOptions(watch.log, selector, RUN_LENS_COMMANDS),
  });
}
