import { Disposable, TestRunProfileKind, TestRunRequest } from 'vscode';
import { commands, l10n, languages, tests, window, workspace } from 'vscode';
import type { CancellationToken, TestItem, TestRunProfile, Uri } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import { mayRun } from '../may-run';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { DOCKERFILES, NOT_IN } from '../workspace-files';
import { ContractItems } from './contract-items';
import type { TestMode } from './contract-plans';
import { runSelected } from './contract-run';
import type { ContractRun, Selected } from './contract-run';
import { debugTests } from './debug-tests';
import { cancelledBy, readHow } from './how-tested';
import { rerunOnSave } from './rerun-on-save';
import { selectedTests } from './selected-tests';
import type { Found } from './selected-tests';
import { chooseTarget } from './test-target';
import { BOTH_ROLES, testedRoles } from './tested-roles';

/** The contract of SageMaker as tests in the Test Explorer: one item for each Dockerfile that is for SageMaker. */
export function registerContractTests(parts: Parts): Disposable {
  const controller = tests.createTestController('sagemaker.contract', l10n.t('SageMaker Contract'));
  const items = new ContractItems(controller);
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();

  /** Brings the item of a Dockerfile up to date; undefined: it is not for SageMaker, and has none. */
  const refresh = async (uri: Uri, filled: boolean): Promise<Found | undefined> => {
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
  const refreshItem = async (item: TestItem): Promise<Found | undefined> => {
    if (item.uri !== undefined) return refresh(item.uri, true);
    items.fill(item, await loadEngine(), '', BOTH_ROLES);
    return { item, roles: BOTH_ROLES };
  };
  const discover = async (): Promise<void> => {
    const found = await workspace.findFiles(DOCKERFILES, NOT_IN);
    await Promise.all(found.map((uri) => refresh(uri, false)));
  };

  const select = async (request: TestRunRequest): Promise<readonly Selected[]> => {
    if (request.include === undefined) await discover();
    return selectedTests(request, items.all, refreshItem);
  };

  const runNow = async (
    request: TestRunRequest,
    token: CancellationToken,
    mode: TestMode,
    onBegin?: () => void,
  ): Promise<ContractRun[]> => {
    const selected = await select(request);
    const run = controller.createTestRun(request);
    onBegin?.();
    const stop = new AbortController();
    const cancels = [token, run.token].map((it) =>
      it.onCancellationRequested(() => {
        stop.abort();
      }),
    );
    if (token.isCancellationRequested) stop.abort();
    const signal = AbortSignal.any([stop.signal, closing.signal]);
    const found: ContractRun[] = [];
    try {
      for (const { tests: chosen } of selected) for (const test of chosen) run.enqueued(test);
      for (const one of selected) {
        if (signal.aborted) break;
        const results = await runSelected(parts, items, run, one, mode, signal);
        if (results !== undefined) found.push(results);
      }
      return found;
    } finally {
      for (const cancel of cancels) cancel.dispose();
      run.end();
    }
  };
  /** One run after the other: each needs the processors for itself to keep SageMaker's times. */
  const run = async (
    request: TestRunRequest,
    token: CancellationToken,
    mode: TestMode,
    onBegin?: () => void,
  ): Promise<ContractRun[]> => {
    if (!mayRun()) return [];
    const before = running;
    const mine = before.then(() => runNow(request, token, mode, onBegin));
    running = mine.then(
      () => undefined,
      (error: unknown) => showError(error, parts.log),
    );
    return mine.catch(() => []);
  };
  const watch = async (request: TestRunRequest, token: CancellationToken, mode: TestMode): Promise<void> => {
    const engine = await loadEngine();
    rerunOnSave(engine, await select(request), token, ({ tests: chosen }, until) =>
      run(new TestRunRequest(chosen, undefined, request.profile, true), until, mode),
    );
  };

  controller.resolveHandler = async (item) => {
    if (item === undefined) await discover();
    else await refreshItem(item);
  };
  controller.refreshHandler = discover;
  const profileFor = (label: string, mode: TestMode, isDefault: boolean): TestRunProfile => {
    const handler = async (request: TestRunRequest, token: CancellationToken): Promise<void> => {
      if (request.continuous === true) await watch(request, token, mode);
      else await run(request, token, mode);
    };
    return controller.createRunProfile(label, TestRunProfileKind.Run, handler, isDefault, undefined, true);
  };
  const profile = profileFor(l10n.t('Run'), { gpus: false }, true);
  const gpuProfile = profileFor(l10n.t('Run with GPU'), { gpus: true }, false);
  const debug = async (request: TestRunRequest): Promise<void> => {
    try {
      await debugTests(items, await select(request));
    } catch (error) {
      await showError(error, parts.log);
    }
  };
  controller.createRunProfile(l10n.t('Debug'), TestRunProfileKind.Debug, debug, true);

  /** Resolves with the results of the Dockerfile or image, when the run is over. `how`: HowTested, or anything. */
  const testContract = async (target: unknown, how: unknown): Promise<ContractRun | undefined> => {
    const chosen = await chooseTarget(target, async () => {
      await discover();
      return items.all.flatMap(({ uri }) => uri ?? []);
    });
    if (chosen === undefined) return undefined;
    const found = await (chosen.kind === 'image'
      ? refreshItem(items.putImage(chosen.image))
      : refresh(chosen.dockerfile, true));
    if (found === undefined) {
      void window.showWarningMessage(
        l10n.t(
          'There is nothing to test: this is no Dockerfile for training or inference. Say what it is for with “SageMaker: Declare Role…”.',
        ),
      );
      return undefined;
    }
    const { gpus = false, signal } = readHow(how);
    const cancel = cancelledBy(signal);
    const request = new TestRunRequest([found.item], undefined, gpus ? gpuProfile : profile);
    const [results] = await run(request, cancel.token, { gpus }, () => {
      // The view is there from the first run on.
      void commands.executeCommand('workbench.panel.testResults.view.focus');
    });
    cancel.dispose();
    return results;
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
      void parts.results.forget(uri);
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
