import type { Range } from 'vscode-languageserver-types';
import type { Known } from '../known';
import { unknown } from '../known';
import type { Span } from './cursor';
import { expandFields, expandHeredoc, expandOne, expandString } from './expand';
import type { Heredoc } from './lexer';
import type { Scope } from './scope';
import { setVariable } from './scope';
import type { Redirect } from './syntax';
import type { ShellWord } from './types';

/** Where a script stands: its text, and how its offsets become ranges. */
export interface Source {
  readonly text: string;
  readonly range: (start: number, end: number) => Range;
}

/** Offsets, in the script they come from, of words that may stand in quotes. */
export type Spans = Map<ShellWord, Span>;

/** The fields a word of the script becomes; notes in `spans` where they stand. */
export function shellWords(source: Source, span: Span, scope: Scope, spans: Spans): readonly ShellWord[] {
  const raw = source.text.slice(span.start, span.end);
  const range = source.range(span.start, span.end);
  return expandFields(raw, scope).map((field) => {
    const word: ShellWord = { raw, range, value: field.value, glob: field.glob };
    if (mayBeQuoted(word)) spans.set(word, span);
    return word;
  });
}

/** Quotes make a word two characters longer than its value. */
function mayBeQuoted({ raw, value }: ShellWord): boolean {
  return value.known && value.value.length === raw.length - 2;
}

/** The word without splitting, as a redirect takes it. */
export function stringWord(source: Source, span: Span, scope: Scope): ShellWord {
  const raw = source.text.slice(span.start, span.end);
  const { value, glob } = expandOne(raw, scope);
  return { raw, range: source.range(span.start, span.end), value, glob };
}

/** Is this word `NAME=…`? */
export function isAssignment(text: string, span: Span): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,200}(?:\[[^\]=]{0,100}\])?\+?=/.test(
    text.slice(span.start, Math.min(span.end, span.start + 310)),
  );
}

/** The value an assignment gives; kept for later commands when it is `lasting`. */
export function assign(
  text: string,
  span: Span,
  scope: Scope,
  lasting: boolean,
): { name: string; value: Known<string> } {
  const raw = text.slice(span.start, span.end);
  const equals = raw.indexOf('=');
  const left = raw.slice(0, equals);
  const name = /^\w+/.exec(left)?.[0] ?? '';
  const right = raw.slice(equals + 1);
  const value =
    left !== name || right.startsWith('(')
      ? unknown(`\`$${name}\` is put together in the script`)
      : expandString(right, scope);
  if (lasting) {
    setVariable(scope, name, value);
  }
  return { name, value };
}

/** What a heredoc or `<<<` gives to a command. */
export function standardInput(text: string, redirects: readonly Redirect[], scope: Scope): string | undefined {
  const last = redirects.findLast((it) => it.operator.replace(/^0/, '').startsWith('<'));
  if (last?.heredoc !== undefined) {
    return expandHeredoc(text, last.heredoc, scope);
  }
  if (last?.operator === '<<<') {
    const value = expandString(text.slice(last.target.start, last.target.end), scope);
    return value.known ? `${value.value}\n` : undefined;
  }
  return undefined;
}

/**
 * The heredoc that a shell runs. Variables in it are left to the run: only an escaped `\$` or `` \` `` makes a
 * difference between the two shells, and then the expanded text counts, without exact ranges.
 */
export function heredocSource(source: Source, heredoc: Heredoc | undefined, bare: boolean): Source | undefined {
  if (heredoc === undefined) {
    return undefined;
  }
  const text = source.text.slice(heredoc.start, heredoc.end);
  const same = bare || heredoc.quoted || !/\\[$`\\]/.test(text);
  return same ? { text, range: (from, to) => source.range(heredoc.start + from, heredoc.start + to) } : undefined;
}

/** Exact ranges inside `'…'` when the quoted text is the script, character by character. */
export function quotedSource(
  source: Source,
  script: { text: string; word: ShellWord | undefined },
  spans: Spans,
): Source | undefined {
  const span = script.word === undefined ? undefined : spans.get(script.word);
  const quoted = span !== undefined && source.text.slice(span.start + 1, span.end - 1) === script.text;
  const start = (span?.start ?? 0) + 1;
  return quoted ? { text: script.text, range: (from, to) => source.range(start + from, start + to) } : undefined;
}
