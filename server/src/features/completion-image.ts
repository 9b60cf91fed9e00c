import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';
import { completeImage } from '../../../contract/images/complete';
import type { CompletionOptions } from './completion';
import { rangeAround } from './cursor';
import type { Cursor } from './cursor';
import type { View } from './view';

/** The region whose images are offered until the user sets one. */
const DEFAULT_REGION = 'us-east-1';

const MOST_ITEMS = 300;

const KINDS = {
  registry: CompletionItemKind.Folder,
  repository: CompletionItemKind.Module,
  tag: CompletionItemKind.Value,
} as const;

/** Images behind FROM: repositories of the region, then tags. Nothing behind `AS`. */
export function imageItems(view: View, cursor: Cursor, options: CompletionOptions): CompletionItem[] {
  const words = cursor.argumentsBefore.split(/\s+/);
  const typed = words.pop() ?? '';
  if (words.some((word) => word !== '' && !word.startsWith('--')) || typed.startsWith('--')) return [];
  const behind = /^\S*/.exec(cursor.after)?.[0].length ?? 0;
  const range = rangeAround(view, cursor, typed.length, behind);
  return completeImage(typed, view.region ?? DEFAULT_REGION, MOST_ITEMS).map((image) => ({
    label: image.label,
    kind: KINDS[image.kind],
    detail: image.detail,
    sortText: image.sortText,
    // A word such as `sklearn` finds images by their family's name: the editor must not filter them out by their URI.
    filterText: image.uri.startsWith(typed) ? image.uri : `${typed} ${image.uri}`,
    textEdit: { range, newText: image.uri },
    ...(options.suggestAgain && image.kind !== 'tag'
      ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }
      : {}),
  }));
}
