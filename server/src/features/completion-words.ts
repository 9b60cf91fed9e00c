import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';
import { VARIABLES } from '../../../contract/environment';
import { OPT_ML, OPT_ML_PATHS } from '../../../contract/filesystem';
import { CAPABILITY_VALUE, LABELS, label } from '../../../contract/labels';
import type { CompletionOptions } from './completion';
import { rangeAround } from './cursor';
import type { Cursor } from './cursor';
import { escapeSnippet } from './escape-snippet';
import type { View } from './view';

/** Is the Dockerfile meant for SageMaker, as far as is known? Then little needs to be typed before something is offered. */
export function meantForSageMaker(view: View): boolean {
  return (view.result.subject?.roles.active.size ?? 0) > 0;
}

/** Paths below /opt/ml, once `/` (or more, in a file that is not known to be for SageMaker) is typed. */
export function pathItems(view: View, cursor: Cursor, options: CompletionOptions): CompletionItem[] {
  const typed = /(?:^|[\s"'=:,[(>])(\/[\w.<>+@%/-]*)$/.exec(tail(cursor.before))?.[1];
  if (typed === undefined) return [];
  const enough = meantForSageMaker(view) ? 1 : OPT_ML.indexOf('/', 1);
  if (typed.length < enough || !(OPT_ML.startsWith(typed) || typed.startsWith(OPT_ML))) return [];
  const range = rangeAround(view, cursor, typed.length, /^[\w.+@%/-]*/.exec(cursor.after)?.[0].length ?? 0);
  return OPT_ML_PATHS.filter(({ path }) => path.startsWith(typed)).map((entry, index) => ({
    label: entry.path,
    kind: entry.kind === 'file' ? CompletionItemKind.File : CompletionItemKind.Folder,
    detail: entry.roles.join(', '),
    documentation: markdown(entry.summary, entry.source),
    sortText: String(index).padStart(3, '0'),
    filterText: entry.path,
    ...(entry.path.includes('<') && options.snippets
      ? { textEdit: { range, newText: placeholders(entry.path) }, insertTextFormat: 2 }
      : { textEdit: { range, newText: literal(entry.path) } }),
  }));
}

/** Names of SageMaker's variables: behind ENV and ARG, and behind `$`. */
export function variableItems(view: View, cursor: Cursor): CompletionItem[] {
  const naming = cursor.keyword === 'ENV' || cursor.keyword === 'ARG';
  const used = /\$(\{?)([A-Za-z_]\w*)?$/.exec(tail(cursor.before));
  const name = naming && !used ? newName(cursor) : undefined;
  const typed = used ? (used[2] ?? '') : name;
  if (typed === undefined) return [];
  if (!meantForSageMaker(view) && !/^S(?:M_|A[A-Z]*)/i.test(typed)) return [];
  const range = rangeAround(view, cursor, typed.length, /^\w*/.exec(cursor.after)?.[0].length ?? 0);
  return VARIABLES.filter((one) => !one.name.includes('<') && (used !== null || one.mayBake)).map((one) => ({
    label: one.name,
    kind: CompletionItemKind.Variable,
    detail: `set by ${one.setBy}`,
    documentation: markdown(one.summary, one.source),
    filterText: one.name,
    textEdit: { range, newText: one.name },
  }));
}

/** The name being typed behind ENV or ARG; undefined at a value. In the old form `ENV NAME value` the second word is a value. */
function newName(cursor: Cursor): string | undefined {
  const words = cursor.argumentsBefore.split(/\s+/);
  const typed = words.pop() ?? '';
  const before = words.filter((word) => word !== '');
  if (!/^\w*$/.test(typed)) return undefined;
  return before.every((word) => word.includes('=') || cursor.keyword === 'ARG') ? typed : undefined;
}

/** Names of the labels that SageMaker reads, and `true` behind a capability's. */
export function labelItems(view: View, cursor: Cursor): CompletionItem[] {
  const value = /(?:^|\s)"?([\w.-]+)"?=("?)(\w*)$/.exec(tail(cursor.argumentsBefore));
  if (value) return valueItem(view, cursor, value[1] ?? '', value[3] ?? '');
  const key = /(?:^|\s)"?([\w.-]*)$/.exec(tail(cursor.argumentsBefore))?.[1];
  if (key === undefined || (!meantForSageMaker(view) && !key.startsWith('com'))) return [];
  const range = rangeAround(view, cursor, key.length, /^[\w.-]*/.exec(cursor.after)?.[0].length ?? 0);
  const hasValue = /^[\w.-]*"?=/.test(cursor.after);
  return LABELS.map((one, index) => ({
    label: one.name,
    kind: CompletionItemKind.Property,
    detail: one.neededIn.length > 0 ? `needed in: ${one.neededIn.join(', ')}` : '',
    documentation: markdown(one.summary, one.source),
    sortText: String(index),
    filterText: one.name,
    textEdit: { range, newText: one.capability && !hasValue ? `${one.name}=${CAPABILITY_VALUE}` : one.name },
  }));
}

function valueItem(view: View, cursor: Cursor, name: string, typed: string): CompletionItem[] {
  if (label(name)?.capability !== true || !CAPABILITY_VALUE.startsWith(typed)) return [];
  const range = rangeAround(view, cursor, typed.length, /^\w*/.exec(cursor.after)?.[0].length ?? 0);
  return [{ label: CAPABILITY_VALUE, kind: CompletionItemKind.Value, textEdit: { range, newText: CAPABILITY_VALUE } }];
}

/** Up to the first placeholder. */
function literal(path: string): string {
  const at = path.indexOf('<');
  return at < 0 ? path : path.slice(0, at);
}

function placeholders(path: string): string {
  let count = 0;
  return path
    .split(/(<[^>]*>)/)
    .map((part) => (part.startsWith('<') ? `\${${++count}:${part.slice(1, -1)}}` : escapeSnippet(part)))
    .join('');
}

function markdown(summary: string, source: string): { kind: 'markdown'; value: string } {
  return { kind: 'markdown', value: `${summary}\n\n[Documentation](${source})` };
}

/** The end of a line that may be a megabyte long. */
function tail(text: string): string {
  return text.slice(-1000);
}
