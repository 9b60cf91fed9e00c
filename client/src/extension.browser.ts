import { Uri } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { startExtension } from './app';
import type { SageMakerContainers } from './app';
import { clientOptions } from './host/client-options';
import { createLanguageServer } from './host/language-server';
import { CLIENT_ID, CLIENT_NAME, DOCKERFILE } from './host/options';

/** Entry in a browser (vscode.dev): the language server is a web worker and sees open files only. */
export function activate(context: ExtensionContext): SageMakerContainers {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js').toString(true);
  return startExtension(context, (watch) =>
    Promise.resolve(
      createLanguageServer({
        ...watch,
        create: (options) =>
          new LanguageClient(CLIENT_ID, CLIENT_NAME, () => Promise.resolve(new Worker(script)), options),
        options: clientOptions(watch.log, [{ language: DOCKERFILE }], []),
      }),
    ),
  );
}
