import { l10n, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, State } from 'vscode-languageclient';
import type { BaseLanguageClient, ErrorHandler, LanguageClientOptions } from 'vscode-languageclient';

/** Makes a client for the language server of this host: a process, or a web worker. It is not started yet. */
export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

export type ServerState = 'stopped' | 'starting' | 'running' | 'failed';

/** Who wants to know of the server. */
export interface ServerWatch {
  readonly log: LogOutputChannel;
  /** Called on every new client before it starts. */
  readonly onClient: (client: BaseLanguageClient) => void;
  readonly onState: (state: ServerState) => void;
}

export interface LanguageServerParts extends ServerWatch {
  readonly create: ClientFactory;
  readonly options: LanguageClientOptions;
}

export interface LanguageServer {
  /** Starts the server unless it runs or is starting. Never rejects: a failure is shown with what can be done. */
  start(): Promise<void>;
  /** Ends the server and starts a new one. Calls during a restart share it. */
  restart(): Promise<void>;
  /** Asks the server, which is started when it does not run. Rejects when it can't be asked. */
  ask(method: string, params: object): Promise<unknown>;
  dispose(): void;
}

const CRASHES = 4;
const CRASH_WINDOW_MS = 3 * 60_000;

/** Owns the language client: starts it once, restarts it, and says so when it can't. */
export function createLanguageServer(parts: LanguageServerParts): LanguageServer {
  let client: BaseLanguageClient | undefined;
  let starting: Promise<void> | undefined;
  let restarting: Promise<void> | undefined;
  let disposed = false;

  const launch = async (): Promise<void> => {
    const errorHandler = crashHandler(() => void offerRestart(l10n.t('The SageMaker language server keeps stopping.')));
    const created = parts.create({ ...parts.options, errorHandler, initializationFailedHandler: () => false });
    client = created;
    parts.onClient(created);
    created.onDidChangeState(({ newState }) => {
      if (client === created) parts.onState(stateOf(newState));
    });
    try {
      await created.start();
    } catch (error) {
      if (disposed || client !== created) return;
      parts.log.error(error instanceof Error ? error : String(error));
      parts.onState('failed');
      void offerRestart(l10n.t('The SageMaker language server did not start.'));
    }
  };

  const end = async (): Promise<void> => {
    const ending = client;
    client = undefined;
    starting = undefined;
    // A server that hangs or has crashed can't say goodbye; that must not keep a new one from starting.
    await ending?.dispose().catch((error: unknown) => {
      parts.log.warn(String(error));
    });
  };

  const start = (): Promise<void> => (disposed ? Promise.resolve() : (starting ??= launch()));

  const restart = (): Promise<void> => {
    restarting ??= end()
      .then(start)
      .finally(() => {
        restarting = undefined;
      });
    return restarting;
  };

  const offerRestart = async (what: string): Promise<void> => {
    const again = l10n.t('Restart');
    const showLog = l10n.t('Show Log');
    const choice = await window.showErrorMessage(what, showLog, again);
    if (choice === again) await restart();
    if (choice === showLog) parts.log.show();
  };

  return {
    start,
    restart,
    async ask(method, params) {
      await start();
      if (client === undefined) throw new Error('the language server was stopped');
      return client.sendRequest<unknown>(method, params);
    },
    dispose() {
      disposed = true;
      void end();
    },
  };
}

function stateOf(state: State): ServerState {
  if (state === State.Running) return 'running';
  if (state === State.Starting) return 'starting';
  return state === State.StartFailed ? 'failed' : 'stopped';
}

/** Starts a crashed server again, until it has crashed too often in a short time: then `giveUp` tells the user. */
function crashHandler(giveUp: () => void): ErrorHandler {
  let crashes: number[] = [];
  return {
    error: (_error, _message, count) => ({
      action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      const now = Date.now();
      crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
      if (crashes.length <= CRASHES) return { action: CloseAction.Restart, handled: true };
      giveUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
