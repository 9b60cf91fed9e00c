import type { Known } from '../known';
import { known, unknown } from '../known';
import { braceAlternatives } from './braces';
import type { Heredoc } from './lexer';
import { skipPart } from './lexer';
import type { Scope } from './scope';
import { findVariable, setVariable } from './scope';
import { withoutAffix } from './wildcard';

/** What one word of a script becomes: none, one or several fields. */
export interface Field {
  readonly value: Known<string>;
  readonly glob: boolean;
}

const MAX_LENGTH = 65_536;
const MAX_FIELDS = 2000;

/** Expansion under way: fields that are finished and the one being built. */
interface Draft {
  readonly fields: Field[];
  text: string;
  why: string | undefined;
  glob: boolean;
  /** Something, be it an empty string in quotes, stands here. */
  started: boolean;
}

/** Quote removal, variables, braces and field splitting of one word. */
export function expandFields(raw: string, scope: Scope): readonly Field[] {
  if (isPlain(raw)) return [{ value: known(raw), glob: false }];
  const draft = newDraft();
  for (const alternative of braceAlternatives(raw)) {
    expandInto(alternative, scope, draft, true, 0);
    finish(draft);
  }
  return draft.fields;
}

/** Most words are: nothing in them means anything but itself. */
function isPlain(raw: string): boolean {
  return raw !== '' && raw.length < MAX_LENGTH && !/[\\'"$`~*?[{]/.test(raw);
}

/** The word as one string, as in assignments and redirects: no splitting, no braces. */
export function expandString(raw: string, scope: Scope): Known<string> {
  return expandOne(raw, scope).value;
}

/** As {@link expandString}, with whether a pattern stands in it. */
export function expandOne(raw: string, scope: Scope, depth = 0): Field {
  const draft = newDraft();
  expandInto(raw, scope, draft, false, depth);
  draft.started = true;
  finish(draft);
  return draft.fields[0] ?? { value: known(''), glob: false };
}

/** A heredoc's body: variables replaced where they are known, left as written where they are not. */
export function expandHeredoc(text: string, heredoc: Heredoc, scope: Scope): string {
  const raw = text.slice(heredoc.start, heredoc.end);
  const body = heredoc.stripTabs ? raw.replace(/^\t+/gm, '') : raw;
  if (heredoc.quoted) {
    return body;
  }
  let result = '';
  for (let at = 0; at < body.length && result.length < 4 * body.length + MAX_LENGTH;) {
    const char = body[at] ?? '';
    if (char === '\\') {
      const next = body[at + 1] ?? '';
      result += next === '\n' ? '' : '$`\\'.includes(next) ? next : char + next;
      at += 2;
    } else if (char === '$' || char === '`') {
      const end = dollarEnd(body, at);
      const part = body.slice(at, end);
      const value = part.length > 1 ? dollar(part, scope, 0).value : known(part);
      result += value.known ? value.value : part;
      at = end;
    } else {
      result += char;
      at += 1;
    }
  }
  return result;
}

function newDraft(): Draft {
  return { fields: [], text: '', why: undefined, glob: false, started: false };
}

function finish(draft: Draft): void {
  if (draft.started && draft.fields.length < MAX_FIELDS) {
    const value = draft.why === undefined ? known(draft.text) : unknown(draft.why);
    draft.fields.push({ value, glob: draft.glob });
  }
  draft.text = '';
  draft.why = undefined;
  draft.glob = false;
  draft.started = false;
}

function append(draft: Draft, text: string): void {
  draft.started = true;
  if (draft.text.length + text.length > MAX_LENGTH) {
    draft.why = 'its value is too long to follow';
  } else {
    draft.text += text;
  }
}

function expandInto(raw: string, scope: Scope, draft: Draft, split: boolean, depth: number): void {
  for (let at = 0; at < raw.length;) {
    const char = raw[at] ?? '';
    const end = char === '$' || char === '`' ? dollarEnd(raw, at) : skipPart(raw, at);
    const part = raw.slice(at, end);
    if (char === '\\') {
      append(draft, /^\\\r?$/.test(part) || part === '\\\n' ? '' : part.slice(1));
    } else if (char === "'") {
      append(draft, unquote(part, 1, "'"));
    } else if (char === '"') {
      draft.started = true;
      expandQuoted(unquote(part, 1, '"'), scope, draft, depth);
    } else if (part.startsWith("$'")) {
      append(draft, ansi(unquote(part, 2, "'")));
    } else if (part.startsWith('$') && raw[end] === '"' && part === '$') {
      draft.started = true;
    } else if (char === '`' || (char === '$' && part.length > 1)) {
      unquotedValue(dollar(part, scope, depth), draft, split);
    } else {
      literal(raw, at, part, draft);
    }
    at = end;
  }
}

function literal(raw: string, at: number, part: string, draft: Draft): void {
  if (part === '~' && at === 0 && /^(?:\/|$)/.test(raw.slice(1, 2))) {
    draft.why = 'it depends on the home directory of the user';
    draft.started = true;
    return;
  }
  draft.glob ||= part === '*' || part === '?' || (part === '[' && raw.slice(at + 2, at + 200).includes(']'));
  append(draft, part);
}

function unquote(part: string, from: number, quote: string): string {
  return part.length > from && part.endsWith(quote) ? part.slice(from, -1) : part.slice(from);
}

function expandQuoted(inner: string, scope: Scope, draft: Draft, depth: number): void {
  for (let at = 0; at < inner.length;) {
    const char = inner[at] ?? '';
    if (char === '\\') {
      const next = inner[at + 1] ?? '';
      append(draft, next === '\n' ? '' : '$`"\\'.includes(next) ? next : char + next);
      at += 2;
    } else if (char === '$' || char === '`') {
      const end = inner[at + 1] === "'" ? at + 1 : dollarEnd(inner, at);
      const part = inner.slice(at, end);
      const field = char === '`' || part.length > 1 ? dollar(part, scope, depth) : { value: known(part), glob: false };
      draft.glob ||= field.glob;
      put(field.value, draft);
      at = end;
    } else {
      append(draft, char);
      at += 1;
    }
  }
}

function put(value: Known<string>, draft: Draft): void {
  draft.started = true;
  if (value.known) {
    append(draft, value.value);
  } else {
    draft.why ??= value.why;
  }
}

function unquotedValue(field: Field, draft: Draft, split: boolean): void {
  if (!field.value.known || !split) {
    draft.glob ||= field.glob;
    put(field.value, draft);
    return;
  }
  const text = field.value.value;
  if (text === '') {
    return;
  }
  const words = text.split(/[ \t\n]+/);
  words.forEach((word, index) => {
    if (index > 0) {
      finish(draft);
    }
    if (word !== '') {
      draft.glob ||= field.glob || /[*?]|\[[^\]]+\]/.test(word);
      append(draft, word);
    }
  });
}

/** End of `$name`, `${…}`, `$(…)`, `` `…` `` at `at`; `at + 1` when the dollar stands for itself. */
function dollarEnd(text: string, at: number): number {
  const end = skipPart(text, at);
  if (end > at + 1) {
    return end;
  }
  const name = /^(?:[A-Za-z_][A-Za-z0-9_]{0,200}|[0-9@*#?$!-])/.exec(text.slice(at + 1, at + 203))?.[0] ?? '';
  return text[at] === '`' ? at + 1 : at + 1 + name.length;
}

const OUTPUT = 'it is the output of a command';

function dollar(part: string, scope: Scope, depth: number): Field {
  if (/^(?:\$\(\s*pwd\s*\)|`\s*pwd\s*`)$/.test(part)) {
    return { value: scope.cwd, glob: false };
  }
  if (part.startsWith('$((')) {
    return { value: unknown('it is the result of a calculation'), glob: false };
  }
  if (part.startsWith('`') || part.startsWith('$(')) {
    return { value: unknown(OUTPUT), glob: false };
  }
  const inner = part.startsWith('${') ? part.slice(2, part.endsWith('}') ? -1 : undefined) : part.slice(1);
  const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(inner)?.[0];
  if (name === undefined) {
    return { value: unknown(`\`${part.slice(0, 60)}\` is set when the script runs`), glob: false };
  }
  const { value, glob } = findVariable(scope, name);
  const rest = inner.slice(name.length);
  return rest === '' ? { value: value ?? known(''), glob } : parameter({ name, value, rest }, scope, depth);
}

interface Parameter {
  readonly name: string;
  readonly value: Known<string> | undefined;
  readonly rest: string;
}

/** `${name:-default}` and its kin. */
function parameter({ name, value, rest }: Parameter, scope: Scope, depth: number): Field {
  const match = /^(:?[-+=?]|%%?|##?)/.exec(rest);
  const operator = match?.[0] ?? '';
  const operand = rest.slice(operator.length);
  const cannot: Field = { value: unknown(`\`\${${name}${rest.slice(0, 40)}}\` is computed by the shell`), glob: false };
  if (operator === '' || depth > 20) {
    return cannot;
  }
  if (value !== undefined && !value.known) {
    return { value, glob: false };
  }
  const text = value?.value;
  if (operator.startsWith('%') || operator.startsWith('#')) {
    const pattern = expandOne(operand, scope, depth + 1).value;
    const result = pattern.known ? withoutAffix(text ?? '', pattern.value, operator) : undefined;
    return result === undefined ? cannot : { value: known(result), glob: false };
  }
  const missing = text === undefined || (operator.startsWith(':') && text === '');
  if (operator.endsWith('+')) {
    return missing ? { value: known(''), glob: false } : expandOne(operand, scope, depth + 1);
  }
  if (!missing) {
    return { value: known(text), glob: false };
  }
  if (operator.endsWith('?')) {
    return cannot;
  }
  const fallback = expandOne(operand, scope, depth + 1);
  if (operator.endsWith('=')) {
    setVariable(scope, name, fallback.value);
  }
  return fallback;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
};

/** `$'…'` and the format of printf: the simple escapes. */
export function ansi(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[^x0-7])/gs, (whole, code: string) => {
    if (/^x./.test(code)) {
      return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    }
    if (/^[0-7]/.test(code)) {
      return String.fromCharCode(Number.parseInt(code, 8) % 256);
    }
    return ESCAPES[code] ?? ('\\\'"?'.includes(code) ? code : whole);
  });
}
