import { Disposable, commands, l10n, window, workspace } from 'vscode';
import type { ExtensionContext, LogOutputChannel, Uri } from 'vscode';
import { declareRole } from './commands/declare-role';
import { fixAll } from './commands/fix-all';
import { showRuleDocumentation } from './commands/rule-documentation';
import type { LanguageServer, ServerState, ServerWatch } from './host/language-server';
import { lazyServer } from './host/lazy-server';
import { DOCKERFILE } from './host/options';
import { STATUS_METHOD, readStatus } from './status/message';
import type { Status } from './status/message';
import { createStatusItems } from './status/status-items';

/** What `activate` gives to other extensions and to the tests. */
export interface SageMakerContainers {
  /** What the linter last said of a Dockerfile; undefined: nothing yet. */
  readonly status: (uri: Uri) => Status | undefined;
  readonly serverState: () => ServerState;
}

/** What the other parts of the extension are built on. */
export interface Core extends SageMakerContainers {
  readonly log: LogOutputChannel;
  /** Sends a request to the language server; it is started when it does not run. */
  readonly askServer: (method: string, params: object) => Promise<unknown>;
}

/** Loads the language server's client of one kind of host, and makes the server. */
export type ServerLoader = (watch: ServerWatch) => Promise<LanguageServer>;

/** Puts the extension together for one kind of host. The server starts with the first Dockerfile that is opened. */
export function startExtension(context: ExtensionContext, loadServer: ServerLoader): Core {
  const log = window.createOutputChannel('SageMaker Containers', { log: true });
  const status = createStatusItems();
  let serverState: ServerState = 'stopped';
  const watch: ServerWatch = {
    log,
    onClient: (client) => {
      client.onNotification(STATUS_METHOD, (params: unknown) => {
        const read = readStatus(params);
        if (read) status.update(read);
      });
    },
    onState: (state) => {
      serverState = state;
      status.serverState(state);
    },
  };
  const server = lazyServer(() => loadServer(watch));

  const command = (id: string, run: (...args: readonly unknown[]) => unknown): Disposable =>
    commands.registerCommand(id, run);
  context.subscriptions.push(
    log,
    status,
    server,
    command('sagemaker.showRuleDocumentation', (rule) => showRuleDocumentation(context.extensionUri, rule)),
    command('sagemaker.fixAll', (target) => fixAll(target)),
    command('sagemaker.declareRole', (target, roles) =>
      declareRole(target, roles, (uri) => status.of(uri)?.roles ?? []),
    ),
    command('sagemaker.restartServer', async () => {
      await server.restart();
      window.setStatusBarMessage(l10n.t('SageMaker language server restarted'), 3000);
    }),
    // A server of before was told that nothing may be run, so its lenses run nothing.
    workspace.onDidGrantWorkspaceTrust(() => {
      if (serverState !== 'stopped') void server.restart();
    }),
    onFirstDockerfile(() => {
      server.start().catch((error: unknown) => {
        log.error(error instanceof Error ? error : String(error));
      });
    }),
  );
  return {
    log,
    status: status.of,
    serverState: () => serverState,
    askServer: (method, params) => server.ask(method, params),
  };
}

/** Calls `run` once, as soon as a Dockerfile is open. */
function onFirstDockerfile(run: () => void): Disposable {
  const isDockerfile = (document: { readonly languageId: string }): boolean => document.languageId === DOCKERFILE;
  if (workspace.textDocuments.some(isDockerfile)) {
    run();
    return new Disposable(() => undefined);
  }
  const waiting = workspace.onDidOpenTextDocument((document) => {
    if (!isDockerfile(document)) return;
    waiting.dispose();
    run();
  });
  return waiting;
}
