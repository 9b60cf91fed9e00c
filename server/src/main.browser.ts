import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { NO_FILES } from './lsp/host';
import { startServer } from './lsp/server';
import { pathToFileUri } from './lsp/uri';

/** Entry of the language server in a web worker (vscode.dev): open Dockerfiles only, no files behind them. */
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(globalThis),
  new BrowserMessageWriter(globalThis),
);

startServer(connection, {
  fs: NO_FILES,
  forget: () => undefined,
  today: () => new Date().toISOString().slice(0, 10),
  uriToPath: () => undefined,
  pathToUri: pathToFileUri,
});
