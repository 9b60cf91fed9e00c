import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
} from 'vscode-languageserver';
import type { Connection, FileEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { computeStatus } from '../features/status';
import { serverCapabilities } from './capabilities';
import { readClient } from './client';
import type { Client } from './client';
import { createPublisher } from './diagnostics';
import type { Publisher } from './diagnostics';
import { isDockerfile } from './dockerfile-name';
import { registerHandlers } from './handlers';
import type { Host } from './host';
import { createLinter } from './linter';
import type { Linted, Linter } from './linter';
import { describeDockerfile } from './describe';
import { DescribeRequest, StatusNotification } from './messages';
import { createSettingsStore } from './settings-store';
import type { SettingsStore } from './settings-store';
import { fileNameOf } from './uri';
import { isProjectFile, WATCHERS } from './watch';

/** Wires the language server to a connection and begins to listen. */
export function startServer(connection: Connection, host: Host): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    const client = readClient(params);
    openSession(connection, documents, host, client);
    return { capabilities: serverCapabilities(client), serverInfo: { name: 'sagemaker-containers' } };
  });
  documents.listen(connection);
  connection.listen();
}

interface Session {
  readonly connection: Connection;
  readonly client: Client;
  readonly host: Host;
  readonly linter: Linter;
  readonly settings: SettingsStore;
  /** Only for clients that don't pull. */
  readonly publisher: Publisher | undefined;
  open(uri: string): TextDocument | undefined;
  all(): readonly TextDocument[];
  readonly onError: (what: string, error: unknown) => void;
}

function openSession(connection: Connection, documents: TextDocuments<TextDocument>, host: Host, client: Client): void {
  const onError = (what: string, error: unknown): void => {
    connection.console.error(`${what}: ${describe(error)}`);
  };
  const ours = (document: TextDocument): boolean => isDockerfile(document.languageId, fileNameOf(document.uri));
  const open = (uri: string): TextDocument | undefined => {
    const document = documents.get(uri);
    return document && ours(document) ? document : undefined;
  };
  const ask = (uri: string): Promise<unknown> =>
    connection.workspace.getConfiguration({ scopeUri: uri, section: 'sagemaker' });
  const settings = createSettingsStore(client.initialSettings, client.configuration ? ask : undefined, (error) => {
    onError('settings', error);
  });
  const linter = createLinter({
    host,
    client,
    settingsOf: (uri) => settings.of(uri),
    onLinted: (linted) => {
      sendStatus(connection, linted, onError);
    },
    onError,
  });
  const publisher = client.pull ? undefined : createPublisher(connection, linter, open, onError);
  const all = (): readonly TextDocument[] => documents.all().filter(ours);
  const session: Session = { connection, client, host, linter, settings, publisher, open, all, onError };

  registerHandlers(connection, session);
  connection.onRequest(DescribeRequest, ({ uri }) => describeDockerfile(uri, session));
  connection.onInitialized(() => void register(session));
  connection.onDidChangeConfiguration(({ settings: payload }) => {
    reconfigure(session, payload);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    filesChanged(session, changes);
  });
  connection.onShutdown(() => publisher?.dispose());
  documents.onDidChangeContent(({ document }) => {
    if (ours(document)) publisher?.schedule(document.uri);
  });
  documents.onDidClose(({ document }) => {
    linter.forget(document.uri);
    settings.forget(document.uri);
    if (ours(document)) publisher?.clear(document.uri);
  });
}

/** After `initialized`: asks for the events the client can give, and loads the linter before the first document needs it. */
async function register({ connection, client, onError }: Session): Promise<void> {
  try {
    if (client.configuration && client.watchesConfiguration)
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'sagemaker' });
    if (client.watchesFiles)
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHERS });
  } catch (error) {
    onError('registration', error);
  }
  import('./analysis').catch((error: unknown) => {
    onError('start', error);
  });
}

function reconfigure(session: Session, payload: unknown): void {
  session.settings.changed(payload);
  for (const document of session.all()) session.linter.invalidate(document.uri);
  refresh(session, session.all());
}

function filesChanged(session: Session, changes: readonly FileEvent[]): void {
  const paths = changes.flatMap((change) => session.host.uriToPath(change.uri) ?? []);
  for (const path of paths) session.host.forget(path);
  const everything = paths.some(isProjectFile);
  const touched = session.all().filter(({ uri }) => everything || session.linter.dependsOn(uri, paths));
  for (const document of touched) session.linter.invalidate(document.uri);
  if (touched.length > 0) refresh(session, touched);
}

/** Shows anew what an outside change made old: pushed diagnostics for the documents, or a request that the client asks again. */
function refresh({ connection, client, publisher, onError }: Session, touched: readonly TextDocument[]): void {
  const failed = (error: unknown): void => {
    onError('refresh', error);
  };
  for (const document of touched) publisher?.schedule(document.uri);
  if (client.pull && client.refreshesDiagnostics) connection.languages.diagnostics.refresh().catch(failed);
  if (client.refreshesInlayHints) connection.languages.inlayHint.refresh().catch(failed);
  if (client.refreshesCodeLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(failed);
}

function sendStatus(connection: Connection, linted: Linted, onError: Session['onError']): void {
  const params = computeStatus(linted.view, linted.settings.lint.enable);
  connection.sendNotification(StatusNotification, params).catch((error: unknown) => {
    onError('status', error);
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
