import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import {
  createProtocolConnection,
  ConfigurationRequest,
  DiagnosticRefreshRequest,
  InitializeRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams,
  Registration,
} from 'vscode-languageserver/node';
import { StatusNotification } from '../../server/src/lsp/messages';
import type { StatusParams } from '../../server/src/lsp/messages';
import { pathToFileUri } from '../../server/src/lsp/uri';

const ROOT = join(import.meta.dirname, '../..');
const BUNDLE = join(ROOT, 'out/lsp-test/server.js');

/** Bundles the server as it ships; safe when several test files do it at once. */
export async function buildServer(): Promise<void> {
  const result = await build({
    entryPoints: [join(ROOT, 'server/src/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // jsonc-parser's CommonJS build can't be bundled.
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'silent',
  });
  const text = result.outputFiles[0]?.contents;
  if (!text) throw new Error('esbuild wrote nothing');
  const temporary = `${BUNDLE}.${process.pid}.${threadId}`;
  mkdirSync(dirname(BUNDLE), { recursive: true });
  writeFileSync(temporary, text);
  renameSync(temporary, BUNDLE);
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Files of the workspace folder; `+x name` sets the execute bit. */
  readonly files?: Readonly<Record<string, string>>;
  /** Answer to `workspace/configuration`, read when asked. */
  readonly configuration?: () => unknown;
  readonly transport?: readonly string[];
}

/** A language client as small as can be, driving the built server over its standard input and output. */
export class TestClient {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: StatusParams[] = [];
  readonly registrations: Registration[] = [];
  readonly logged: string[] = [];
  refreshes = 0;
  private readonly waiting: { done: () => boolean; resolve: () => void }[] = [];

  private constructor(
    readonly connection: ProtocolConnection,
    readonly process: ChildProcess,
    readonly folder: string,
    readonly initialized: InitializeResult,
  ) {}

  static async start(options: ClientOptions = {}): Promise<TestClient> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sagemaker-lsp-')));
    for (const [name, text] of Object.entries(options.files ?? {})) {
      const path = join(folder, name.replace(/^\+x /, ''));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode: name.startsWith('+x ') ? 0o755 : 0o644 });
    }
    const child = spawn(process.execPath, [BUNDLE, ...(options.transport ?? ['--stdio'])], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const early: TestClient[] = [];
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => options.configuration?.() ?? null));
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const client of early) client.note(() => client.registrations.push(...registrations));
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => {
      for (const client of early) client.note(() => client.refreshes++);
    });
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      for (const client of early) client.note(() => client.published.push(params));
    });
    connection.onNotification(StatusNotification, (params) => {
      for (const client of early) client.note(() => client.statuses.push(params));
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      for (const client of early) client.note(() => client.logged.push(message));
    });
    const initialized = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol still demands it
      rootUri: pathToFileUri(folder),
      workspaceFolders: [{ uri: pathToFileUri(folder), name: 'folder' }],
      capabilities: options.capabilities ?? {},
      initializationOptions: options.initializationOptions,
    });
    const client = new TestClient(connection, child, folder, initialized);
    early.push(client);
    await connection.sendNotification('initialized', {});
    return client;
  }

  uri(name: string): string {
    return pathToFileUri(join(this.folder, name));
  }

  async open(name: string, text: string, languageId = 'dockerfile'): Promise<string> {
    const uri = name.includes(':') ? name : this.uri(name);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Resolves as soon as the condition holds; what the server sends makes it look again. */
  until(what: string, done: () => boolean, milliseconds = 10_000): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${what} did not come. Log: ${this.logged.join('\n')}`));
      }, milliseconds);
      this.waiting.push({
        done,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      });
    });
  }

  /** Ends the server as the protocol asks; returns its exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    if (this.process.exitCode === null) {
      await this.connection.sendRequest('shutdown');
      await this.connection.sendNotification('exit');
    }
    const code = this.process.exitCode ?? (await ended);
    this.connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }

  private note(change: () => void): void {
    change();
    for (const waiter of [...this.waiting]) {
      if (!waiter.done()) continue;
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      waiter.resolve();
    }
  }
}
