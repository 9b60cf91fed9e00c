import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import { directiveItems } from './completion-directive';
import { imageItems } from './completion-image';
import { lineItems } from './completion-lines';
import { labelItems, pathItems, variableItems } from './completion-words';
import { cursorAt } from './cursor';
import type { Cursor } from './cursor';
import type { View } from './view';

export interface CompletionOptions {
  readonly snippets: boolean;
  /** The client can open the list again after a registry or repository was taken. */
  readonly suggestAgain: boolean;
}

/** What fits at the caret; works on half-typed lines. */
export function computeCompletion(view: View, position: Position, options: CompletionOptions): CompletionList {
  const cursor = cursorAt(view, position);
  // Images change with every character typed: a word finds families, a host repositories, a colon tags.
  return { isIncomplete: cursor.keyword === 'FROM', items: itemsAt(view, cursor, options) };
}

function itemsAt(view: View, cursor: Cursor, options: CompletionOptions): CompletionItem[] {
  if (cursor.comment) return directiveItems(view, cursor);
  if (cursor.heredoc) return [...variableItems(view, cursor), ...pathItems(view, cursor, options)];
  if (cursor.keyword === '') return lineItems(view, cursor, options);
  if (cursor.keyword === 'FROM') return imageItems(view, cursor, options);
  if (cursor.keyword === 'LABEL') return labelItems(view, cursor);
  return [...variableItems(view, cursor), ...pathItems(view, cursor, options)];
}
