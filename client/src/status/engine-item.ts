import { commands, Disposable, l10n, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Change } from '../../../engine/src/sagemaker';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { isUnfinished } from '../views/texts';
import { engineLook } from './engine-text';

const MENU = 'sagemaker.showLocal';

interface Choice extends QuickPickItem {
  readonly act: () => unknown;
}

/** The Docker Engine in the status bar, from the moment that somebody needed it. */
export function registerEngineItem({ connections: { local }, log, logs }: Parts): Disposable {
  const item = window.createStatusBarItem('sagemaker.engine', StatusBarAlignment.Left, 0);
  item.name = l10n.t('SageMaker Containers');
  item.command = MENU;
  const running = new Map<string, Ref>();
  const failed = new Map<string, Ref>();
  let gpu = false;
  let following: Disposable | undefined;

  const show = (): void => {
    const state = local.engineState;
    if (state.state === 'unknown') return;
    const look = engineLook({ state, gpu, running: [...running.keys()], failed: [...failed.keys()] });
    item.text = look.text;
    item.backgroundColor = look.failed ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    item.tooltip =
      state.state === 'missing'
        ? `${state.message} ${state.remedy}`
        : [l10n.t('Docker Engine, found by {0}', state.how), ...(gpu ? [l10n.t('with GPUs')] : [])].join(', ');
    item.accessibilityInformation = { label: `${l10n.t('SageMaker Containers')}: ${item.tooltip}` };
    item.show();
  };
  const changed = ({ kind, name, status }: Change): void => {
    const key = `${kind}/${name}`;
    const ref: Ref = { connection: local, kind, name };
    if (status !== undefined && (isUnfinished(status) || status === 'InService')) running.set(key, ref);
    else running.delete(key);
    if (status === 'Failed') failed.set(key, ref);
    else failed.delete(key);
    show();
  };
  const engineChanged = async (): Promise<void> => {
    show();
    if (local.engineState.state !== 'running' || following !== undefined) return;
    following = local.onDidChange(changed);
    const { capabilitiesOf, KINDS, listPage } = await loadEngine();
    const { nvidiaRuntime, cdiDevices } = await capabilitiesOf(await local.engine());
    gpu = nvidiaRuntime || cdiDevices.length > 0;
    const sagemaker = await local.sagemaker();
    for (const kind of KINDS) {
      for (const row of (await listPage(sagemaker, kind)).rows) {
        if (isUnfinished(row.status) || row.status === 'InService') {
          running.set(`${kind}/${row.name}`, { connection: local, kind, name: row.name });
        }
      }
    }
    show();
  };
  const menu = async (): Promise<void> => {
    const logOf =
      (icon: string, what: string) =>
      (ref: Ref): Choice => ({
        label: `$(${icon}) ${ref.name}`,
        description: what,
        act: () => logs.show(ref),
      });
    const items: Choice[] = [
      ...[...failed.values()].map(logOf('error', l10n.t('failed: show its log'))),
      ...[...running.values()].map(logOf('loading', l10n.t('runs: show its log'))),
      { label: `$(refresh) ${l10n.t('Check the Docker Engine')}`, act: () => local.checkEngine() },
      { label: `$(list-tree) ${l10n.t('Show Jobs')}`, act: () => commands.executeCommand('sagemaker.jobs.focus') },
    ];
    if ((await commands.getCommands(true)).includes('sagemaker.checkMachine')) {
      const label = `$(checklist) ${l10n.t('Check My Machine')}`;
      items.push({ label, act: () => commands.executeCommand('sagemaker.checkMachine') });
    }
    failed.clear();
    show();
    const picked = await window.showQuickPick(items, { title: l10n.t('SageMaker on This Machine') });
    await picked?.act();
  };
  const safely = (act: () => Promise<void>) => (): void => {
    act().catch((error: unknown) => showError(error, log));
  };

  return Disposable.from(
    item,
    local.onDidChangeEngine(safely(engineChanged)),
    commands.registerCommand(MENU, safely(menu)),
    new Disposable(() => {
      following?.dispose();
    }),
  );
}
