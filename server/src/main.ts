import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskFs } from './context/disk-fs';
import { createCollector } from './lsp/collect-between';
import { startServer } from './lsp/server';
import { fileUriToPath, pathToFileUri } from './lsp/uri';

/** Entry of the language server on node: `--node-ipc`, `--stdio`, `--socket=…`, `--pipe=…`; standard input and output without any. */
const transport = process.argv.slice(2).some((argument) => /^--(?:node-ipc|stdio|socket|pipe)\b/.test(argument));
const connection = transport
  ? createConnection(ProposedFeatures.all)
  : createConnection(ProposedFeatures.all, process.stdin, process.stdout);
const disk = diskFs();

startServer(connection, {
  fs: disk,
  forget: (path) => {
    disk.forget(path);
  },
  today: () => new Date().toISOString().slice(0, 10),
  uriToPath: fileUriToPath,
  pathToUri: pathToFileUri,
  rest: createCollector(),
});
