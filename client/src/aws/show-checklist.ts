import { l10n, QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { PreflightItem } from '../../../engine/src/aws/preflight-types';
import { checklistLines, checklistMarkdown, count } from './checklist';

type Choice = 'go' | 'document' | undefined;

interface Line extends QuickPickItem {
  readonly choice?: Choice;
}

/** Shows what was found before a launch. True: go on, which is only offered when nothing has failed. */
export async function showChecklist(name: string, items: readonly PreflightItem[]): Promise<boolean> {
  const failed = count(items, 'failed');
  const title = l10n.t('Before {0} is launched', name);
  const go: readonly Line[] =
    failed === 0 ? [{ label: l10n.t('$(rocket) Launch…'), detail: l10n.t('Asks once more.'), choice: 'go' }] : [];
  const lines: readonly Line[] = [
    ...go,
    { label: l10n.t('$(markdown) Show as Document'), choice: 'document' },
    { label: l10n.t('Checked'), kind: QuickPickItemKind.Separator },
    ...checklistLines(items),
  ];
  const placeHolder =
    failed === 0
      ? l10n.t('{0} checks, {1} to look at', items.length, count(items, 'warning') + count(items, 'unknown'))
      : l10n.t('{0} of {1} checks failed: nothing can be launched before they are put right.', failed, items.length);
  const picked = await window.showQuickPick(lines, { title, placeHolder, ignoreFocusOut: true, matchOnDetail: true });
  if (picked?.choice === 'go') return true;
  if (picked !== undefined) {
    const content = checklistMarkdown(title, items);
    await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
  }
  return false;
}
