import { CancellationTokenSource, Disposable, TestRunProfileKind, TestRunRequest } from 'vscode';
import { commands, l10n, languages, tests, window, workspace } from 'vscode';
import type { CancellationToken, TestItem, Uri } from 'vscode';
import { targetDocument } from '../commands/target-document';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { ContractItems } from './contract-items';
import { runSelected } from './contract-run';
import type { Selected } from './contract-run';
import { keptResultsKey } from './kept-results';
import type { KeptResults } from './kept-results';
import { testedRoles } from './tested-roles';
import type { TestedRoles } from './tested-roles';

const DOCKERFILES = '**/{Dockerfile,Containerfile,*.Dockerfile,Dockerfile.*}';
const NOT_IN = '**/{node_modules,.git,.venv}/**';

/** The contract of SageMaker as tests in the Test Explorer: one item for each Dockerfile that is for SageMaker. */
export function registerContractTests(parts: Parts): Disposable {
  const controller = tests.createTestController('sagemaker.contract', l10n.t('SageMaker Contract'));
  const items = new ContractItems(controller);
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();

  /** Brings the item of a Dockerfile up to date; undefined: it is not for SageMaker, and has none. */
  const refresh = async (uri: Uri, filled: boolean): Promise<{ item: TestItem; roles: TestedRoles } | undefined> => {
    const text = await textOf(uri);
    const roles = testedRoles(text, parts.lintStatus(uri)?.roles);
    if (roles === undefined) {
      items.delete(uri);
      return undefined;
    }
    const item = items.put(uri, workspace.asRelativePath(uri));
    if (filled || item.children.size > 0) items.fill(item, await loadEngine(), text, roles);
    return { item, roles };
  };
  const discover = async (): Promise<void> => {
    const found = await workspace.findFiles(DOCKERFILES, NOT_IN);
    await Promise.all(found.map((uri) => refresh(uri, false)));
  };

  const select = async (request: TestRunRequest): Promise<readonly Selected[]> => {
    if (request.include === undefined) await discover();
    const included = request.include ?? items.all;
    const roots = new Set(included.map((item) => item.parent ?? item));
    const selected = await Promise.all(
      [...roots].map(async (root): Promise<Selected | undefined> => {
        const found = root.uri === undefined ? undefined : await refresh(root.uri, true);
        if (found === undefined) return undefined;
        const whole = included.includes(root);
        const chosen = [...found.item.children]
          .map(([, test]) => test)
          .filter((test) => (whole || included.includes(test)) && request.exclude?.includes(test) !== true);
        const left = request.exclude?.includes(root) === true ? [] : chosen;
        return left.length === 0 ? undefined : { ...found, tests: left };
      }),
    );
    return selected.filter((it) => it !== undefined);
  };

  const runNow = async (request: TestRunRequest, token: CancellationToken): Promise<void> => {
    const selected = await select(request);
    const run = controller.createTestRun(request);
    const stop = new AbortController();
    const cancels = [token, run.token].map((it) =>
      it.onCancellationRequested(() => {
        stop.abort();
      }),
    );
    if (token.isCancellationRequested) stop.abort();
    const signal = AbortSignal.any([stop.signal, closing.signal]);
    try {
      for (const { tests: chosen } of selected) for (const test of chosen) run.enqueued(test);
      for (const one of selected) if (!signal.aborted) await runSelected(parts, items, run, one, signal);
    } finally {
      for (const cancel of cancels) cancel.dispose();
      run.end();
    }
  };
  /** One run after the other: each needs the processors for itself to keep SageMaker's times. */
  const run = (request: TestRunRequest, token: CancellationToken): Promise<void> => {
    if (!workspace.isTrusted) {
      void window.showWarningMessage(l10n.t('Nothing is run in a workspace that you have not trusted.'));
      return Promise.resolve();
    }
    running = running.then(() => runNow(request, token)).catch((error: unknown) => showError(error, parts.log));
    return running;
  };

  controller.resolveHandler = async (item) => {
    if (item === undefined) await discover();
    else if (item.uri !== undefined) await refresh(item.uri, true);
  };
  controller.refreshHandler = discover;
  const profile = controller.createRunProfile(l10n.t('Run'), TestRunProfileKind.Run, run, true);

  /** Resolves with the results of the Dockerfile, when the run is over. */
  const testContract = async (target: unknown): Promise<KeptResults | undefined> => {
    const document = await targetDocument(target);
    const found = document && (await refresh(document.uri, true));
    if (found === undefined) {
      void window.showWarningMessage(
        l10n.t(
          'There is nothing to test: this is no Dockerfile for training or inference. Say what it is for with “SageMaker: Declare Role…”.',
        ),
      );
      return undefined;
    }
    const never = new CancellationTokenSource();
    void commands.executeCommand('workbench.panel.testResults.view.focus');
    await run(new TestRunRequest([found.item], undefined, profile), never.token);
    never.dispose();
    return parts.context.workspaceState.get<KeptResults>(keptResultsKey(found.item.id));
  };

  const known = (uri: Uri): void => {
    void refresh(uri, false).catch((error: unknown) => {
      parts.log.warn(String(error));
    });
  };
  const watcher = workspace.createFileSystemWatcher(DOCKERFILES);
  return Disposable.from(
    controller,
    watcher,
    watcher.onDidCreate(known),
    watcher.onDidChange(known),
    watcher.onDidDelete((uri) => {
      items.delete(uri);
    }),
    // The linter's roles come with its findings.
    languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) if (items.of(uri) !== undefined) known(uri);
    }),
    commands.registerCommand('sagemaker.testContract', testContract),
    new Disposable(() => {
      closing.abort();
    }),
  );
}

/** With what is not saved yet. Other files are only read: opening them would lint them. */
async function textOf(uri: Uri): Promise<string> {
  const changed = workspace.textDocuments.find((it) => it.isDirty && it.uri.toString() === uri.toString());
  return changed?.getText() ?? new TextDecoder().decode(await workspace.fs.readFile(uri));
}
