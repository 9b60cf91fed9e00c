import { commands, Disposable, l10n, languages, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { QuickPickItem, TextDocument } from 'vscode';
import type { Ref } from '../connections/connection';
import { DOCKERFILE } from '../host/options';
import type { Parts } from '../parts';
import { isRequest } from '../requests/documents';
import { showError } from '../show-error';
import { engineLook, engineTooltip } from './engine-text';
import { LocalNewsFeed } from './local-news';

const MENU = 'sagemaker.showLocal';

interface Choice extends QuickPickItem {
  readonly act: () => unknown;
}

/**
 * The Docker Engine in the status bar: while a Dockerfile for SageMaker or a request document is open, and from the
 * moment that somebody needed the engine.
 */
export function registerEngineItem(parts: Parts): Disposable {
  const { local } = parts.connections;
  const news = new LocalNewsFeed(parts);
  const item = window.createStatusBarItem('sagemaker.engine', StatusBarAlignment.Left, 0);
  item.name = l10n.t('SageMaker Containers');
  item.command = MENU;

  const isOurs = (document: TextDocument): boolean =>
    isRequest(document) ||
    (document.languageId === DOCKERFILE && (parts.lintStatus(document.uri)?.roles.length ?? 0) > 0);
  const show = (): void => {
    const state = local.engineState;
    if (state.state === 'unknown' && !window.visibleTextEditors.some(({ document }) => isOurs(document))) {
      item.hide();
      return;
    }
    const names = (refs: Iterable<Ref>): string[] => [...refs].map(({ name }) => name);
    const { gpu, working, serving } = news;
    const told = { state, gpu, working: names(working), serving: names(serving), failed: names(news.failed.values()) };
    const look = engineLook(told);
    item.text = look.text;
    item.backgroundColor = look.failed ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    item.tooltip = engineTooltip(told, l10n);
    item.accessibilityInformation = { label: `${l10n.t('SageMaker Containers')}: ${item.tooltip}` };
    item.show();
  };
  const engineChanged = async (): Promise<void> => {
    show();
    if (local.engineState.state === 'running') await news.begin();
  };
  const safely = (act: () => Promise<void>) => (): void => {
    act().catch((error: unknown) => showError(error, parts.log));
  };
  show();
  return Disposable.from(
    item,
    news,
    news.onDidChange(show),
    local.onDidChangeEngine(safely(engineChanged)),
    window.onDidChangeVisibleTextEditors(show),
    // A Dockerfile's roles are known once it was linted.
    languages.onDidChangeDiagnostics(show),
    commands.registerCommand(
      MENU,
      safely(() => showMenu(parts, news)),
    ),
  );
}

async function showMenu({ connections: { local }, logs }: Parts, news: LocalNewsFeed): Promise<void> {
  const logOf =
    (icon: string, what: string) =>
    (ref: Ref): Choice => ({ label: `$(${icon}) ${ref.name}`, description: what, act: () => logs.show(ref) });
  const command = (icon: string, label: string, id: string): Choice => ({
    label: `$(${icon}) ${label}`,
    act: () => commands.executeCommand(id),
  });
  const items: Choice[] = [
    ...[...news.failed.values()].map(logOf('error', l10n.t('failed: show its log'))),
    ...news.working.map(logOf('loading', l10n.t('runs: show its log'))),
    ...news.serving.map(logOf('radio-tower', l10n.t('serves: show its log'))),
    { label: `$(refresh) ${l10n.t('Check the Docker Engine')}`, act: () => local.checkEngine() },
    command('list-tree', l10n.t('Show Jobs'), 'sagemaker.jobs.focus'),
    command('checklist', l10n.t('Check My Machine'), 'sagemaker.checkMachine'),
  ];
  news.seen();
  const picked = await window.showQuickPick(items, { title: l10n.t('SageMaker on This Machine') });
  await picked?.act();
}
