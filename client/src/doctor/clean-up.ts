import { l10n, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Leftover, LeftoverKind } from '../../../engine/src/session/leftovers';
import { sizeText } from '../../../engine/src/session/size-text';
import { localSettings } from '../connections/local-settings';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { withCancel } from '../progress';
import type { Report } from '../progress';
import { readError } from '../show-error';
import { amountText, groupsOf, namesText } from './leftover-text';

interface GroupItem extends QuickPickItem {
  readonly leftovers: readonly Leftover[];
}

/** Shows what earlier runs left on this machine, and deletes what the user chooses of it, once that is confirmed. */
export async function cleanUp(parts: Parts): Promise<void> {
  const leftovers = await withCancel(l10n.t('Looking for what earlier runs left'), (signal) =>
    leftoversOf(parts, signal),
  );
  if (leftovers.length === 0) {
    void window.showInformationMessage(l10n.t('Nothing of earlier runs is left on this machine.'));
    return;
  }
  const chosen = await choose(leftovers);
  if (chosen.length === 0 || !(await confirmed(chosen))) return;
  const left = await withCancel(l10n.t('Cleaning up'), (signal, progress) => removeAll(chosen, progress, signal));
  const gone = chosen.length - left.length;
  const said = l10n.t('{0} of {1} deleted.', gone, chosen.length);
  if (left.length === 0) void window.showInformationMessage(said);
  else void window.showWarningMessage(`${said} ${left[0] ?? ''}`);
}

async function leftoversOf({ connections }: Parts, signal: AbortSignal): Promise<readonly Leftover[]> {
  const engine = await loadEngine();
  const { local } = connections;
  const storage = localSettings().storage ?? engine.storageFolder(process.env);
  return engine.findLeftovers(await local.sagemaker(), await local.engine(), storage, signal);
}

/** What can be had again is chosen from the start, what is gone for good is not. */
async function choose(leftovers: readonly Leftover[]): Promise<readonly Leftover[]> {
  const items = groupsOf(leftovers).map(({ kind, leftovers: some }): GroupItem => ({
    ...textOf(kind),
    description: amountText(some),
    picked: kind === 'image',
    leftovers: some,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Clean Up'),
    placeHolder: l10n.t('What is deleted?'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return (chosen ?? []).flatMap((it) => it.leftovers);
}

function textOf(kind: LeftoverKind): { readonly label: string; readonly detail: string } {
  switch (kind) {
    case 'image':
      return {
        label: l10n.t('$(package) Images that runs built'),
        detail: l10n.t('A run that needs one builds it again. Images you built yourself stay.'),
      };
    case 'checkpoints':
      return {
        label: l10n.t('$(save) Checkpoints of training jobs'),
        detail: l10n.t('Kept in the Docker Engine for the next run; gone for good.'),
      };
    case 'job':
      return {
        label: l10n.t('$(beaker) Jobs that are over'),
        detail: l10n.t('With their logs and the artefacts that were not left elsewhere; gone for good.'),
      };
  }
}

async function confirmed(chosen: readonly Leftover[]): Promise<boolean> {
  const act = l10n.t('Delete');
  const total = chosen.reduce((sum, { size = 0 }) => sum + size, 0);
  const question = l10n.t('Delete what is listed ({0})? This can’t be undone.', sizeText(total));
  const detail = namesText(chosen, (count) => l10n.t('and {0} more', count));
  return (await window.showWarningMessage(question, { modal: true, detail }, act)) === act;
}

/** Deletes them one after the other. Answers why those stayed that could not be deleted. */
async function removeAll(
  chosen: readonly Leftover[],
  progress: Report,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { label, remove } of chosen) {
    if (signal.aborted) problems.push(l10n.t('Cancelled.'));
    else {
      progress.report({ message: label });
      await remove().catch((error: unknown) => problems.push(`${label}: ${readError(error).message}`));
    }
  }
  return problems;
}
