import { l10n, QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Offer, PreflightItem } from '../../../engine/src/aws/preflight-types';
import { checklistLines, checklistMarkdown, count } from './checklist';

interface Line extends QuickPickItem {
  readonly choice?: 'go' | 'document' | Offer;
}

/**
 * Shows what was found before a launch. `go`: launch, which is only offered when nothing has failed; an offer: do that with
 * the launch, and look again. Undefined: the user thought better of it.
 */
export async function showChecklist(name: string, items: readonly PreflightItem[]): Promise<'go' | Offer | undefined> {
  const failed = count(items, 'failed');
  const offers = [...new Set(items.flatMap(({ offer }) => offer ?? []))];
  const title = l10n.t('Before {0} is launched', name);
  const go: readonly Line[] =
    failed === 0 ? [{ label: l10n.t('$(rocket) Launch…'), detail: l10n.t('Asks once more.'), choice: 'go' }] : [];
  const lines: readonly Line[] = [
    ...go,
    ...offers.map((choice): Line => ({ ...OFFERS[choice](), choice })),
    { label: l10n.t('$(markdown) Show as Document'), choice: 'document' },
    { label: l10n.t('Checked'), kind: QuickPickItemKind.Separator },
    ...checklistLines(items),
  ];
  const placeHolder =
    failed === 0
      ? l10n.t('{0} checks, {1} to look at', items.length, count(items, 'warning') + count(items, 'unknown'))
      : l10n.t('{0} of {1} checks failed: nothing can be launched before they are put right.', failed, items.length);
  const picked = await window.showQuickPick(lines, { title, placeHolder, ignoreFocusOut: true, matchOnDetail: true });
  if (picked === undefined) return undefined;
  const { choice = 'document' } = picked;
  if (choice !== 'document') return choice;
  const content = checklistMarkdown(title, items);
  await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
  return undefined;
}

const OFFERS: Readonly<Record<Offer, () => QuickPickItem>> = {
  'create-bucket': () => ({
    label: l10n.t('$(add) Create the bucket with the launch'),
    detail: l10n.t('In this account and region, closed to the public. Looks again, then asks.'),
  }),
  'update-endpoint': () => ({
    label: l10n.t('$(sync) Update the endpoint that is there'),
    detail: l10n.t('It changes over to a new model and configuration without a gap.'),
  }),
  'probe-outputs': () => ({
    label: l10n.t('$(beaker) Try whether results can be written'),
    detail: l10n.t('Writes an empty object where they go, deletes it again, and looks again.'),
  }),
};
