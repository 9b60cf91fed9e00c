/** Tokens of a shell script. Offsets are relative to the script's first character. */
export type Token =
  | { readonly kind: 'word'; readonly start: number; readonly end: number }
  | { readonly kind: 'operator'; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'redirect';
      readonly text: string;
      readonly start: number;
      readonly end: number;
      /** Set for `<<` and `<<-` when the body was found. */
      heredoc: Heredoc | undefined;
    };

export interface Heredoc {
  readonly start: number;
  readonly end: number;
  readonly stripTabs: boolean;
  /** The delimiter is quoted: the body is taken literally. */
  readonly quoted: boolean;
}

const MAX_DEPTH = 100;
const OPERATORS = [';;&', ';;', ';&', '&&', '||', '|&', ';', '|', '&', '(', ')', '\n'];
const REDIRECTS = ['&>>', '&>', '<<<', '<<-', '<<', '<>', '<&', '>>', '>|', '>&', '<', '>'];

/** Index after the construct that opens at `at` (a quote, `$(`, `${`, a backquote or an escape), else `at + 1`. */
export function skipPart(text: string, at: number, depth = 0): number {
  const char = text[at];
  if (char === '\\') {
    return Math.min(at + 2, text.length);
  }
  if (char === "'") {
    return closing(text, "'", at + 1);
  }
  if (char === '"') {
    return skipUntil(text, at + 1, '"', depth);
  }
  if (char === '`') {
    return skipBackquotes(text, at + 1);
  }
  const next = text[at + 1];
  if (char === '$' && depth < MAX_DEPTH) {
    if (next === "'") {
      return skipAnsi(text, at + 2);
    }
    if (next === '(' || next === '{') {
      return skipUntil(text, at + 2, next === '(' ? ')' : '}', depth + 1);
    }
  }
  return at + 1;
}

function closing(text: string, char: string, from: number): number {
  const found = text.indexOf(char, from);
  return found < 0 ? text.length : found + 1;
}

function skipAnsi(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "'") {
    at += text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

function skipBackquotes(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '`') {
    at += text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

/** Index after the closing character, with whatever nests inside skipped. */
export function skipUntil(text: string, from: number, close: string, depth: number): number {
  let at = from;
  let open = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === close) {
      at += 1;
      if (open === 0) {
        return at;
      }
      open -= 1;
    } else if (close === ')' && char === '(') {
      open += 1;
      at += 1;
    } else if (close === '"' && char === "'") {
      at += 1;
    } else {
      at = skipPart(text, at, depth);
    }
  }
  return text.length;
}

/** Splits a script into words, operators and redirects. Linear in the length of the text; takes any text. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pending: { token: Extract<Token, { kind: 'redirect' }>; delimiter: string; quoted: boolean }[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === ' ' || char === '\t' || char === '\r') {
      at += 1;
    } else if (char === '\\' && /^\r?\n/.test(text.slice(at + 1, at + 3))) {
      at = text.indexOf('\n', at) + 1;
    } else if (char === '#') {
      at = lineEnd(text, at);
    } else {
      const token = nextToken(text, at, tokens);
      tokens.push(token);
      at = token.end;
      noteHeredoc(text, tokens, pending);
      if (token.kind === 'operator' && token.text === '\n' && pending.length > 0) {
        at = readHeredocs(text, at, pending.splice(0));
      }
    }
  }
  return tokens;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found;
}

/** Characters with which something else than a plain word may begin. */
const SPECIAL_START = '0123456789<>&;|()[\n';
/** Characters that have no meaning of their own inside a word. */
const PLAIN = /[^ \t\r\n;&|()<>\\'"`$]+/y;

function nextToken(text: string, at: number, before: readonly Token[]): Token {
  if (!SPECIAL_START.includes(text[at] ?? '')) return { kind: 'word', start: at, end: wordEnd(text, at) };
  const redirect = /^\d{0,3}/.exec(text.slice(at, at + 3))?.[0] ?? '';
  const start = at + redirect.length;
  const operator = REDIRECTS.find((it) => text.startsWith(it, start));
  const substitution = /^[<>]\($/.test(text.slice(start, start + 2));
  if (operator !== undefined && !substitution && (redirect === '' || !operator.startsWith('&'))) {
    return { kind: 'redirect', text: redirect + operator, start: at, end: start + operator.length, heredoc: undefined };
  }
  const control = OPERATORS.find((it) => text.startsWith(it, at));
  if (control !== undefined) {
    return { kind: 'operator', text: control, start: at, end: at + control.length };
  }
  if (text.startsWith('[[', at) && /^\s?$/.test(text.slice(at + 2, at + 3)) && atCommand(before, text)) {
    return { kind: 'word', start: at, end: testEnd(text, at) };
  }
  return { kind: 'word', start: at, end: wordEnd(text, at) };
}

const LEADING_WORDS = new Set(['if', 'elif', 'while', 'until', 'then', 'do', 'else', '!', '{']);

function atCommand(before: readonly Token[], text: string): boolean {
  const last = before.at(-1);
  return last?.kind !== 'redirect' && (last?.kind !== 'word' || LEADING_WORDS.has(text.slice(last.start, last.end)));
}

/** A `[[ … ]]` test is one word: nothing inside it is an operator. */
function testEnd(text: string, from: number): number {
  let at = from + 2;
  while (at < text.length && text[at] !== '\n') {
    if (text.startsWith(']]', at) && /^[\s;&|)]?$/.test(text.slice(at + 2, at + 3))) {
      return at + 2;
    }
    at = skipPart(text, at);
  }
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    PLAIN.lastIndex = at;
    if (PLAIN.test(text)) at = PLAIN.lastIndex;
    if (at >= text.length) break;
    const char = text[at] ?? '';
    if (char === '(' && /(?:^|[^\\])[=+@!?*<>]$/.test(text.slice(Math.max(from, at - 2), at)) && at > from) {
      at = skipUntil(text, at + 1, ')', 1);
    } else if (at === from && (char === '<' || char === '>')) {
      at += 1;
    } else if (' \t\r\n;&|()<>'.includes(char)) {
      break;
    } else {
      at = skipPart(text, at);
    }
  }
  return Math.max(at, from + 1);
}

function noteHeredoc(
  text: string,
  tokens: readonly Token[],
  pending: { token: Extract<Token, { kind: 'redirect' }>; delimiter: string; quoted: boolean }[],
): void {
  const word = tokens.at(-1);
  const token = tokens.at(-2);
  if (word?.kind === 'word' && token?.kind === 'redirect' && /^\d*<<-?$/.test(token.text)) {
    const raw = text.slice(word.start, word.end);
    pending.push({ token, delimiter: raw.replace(/["'\\]/g, ''), quoted: /["'\\]/.test(raw) });
  }
}

function readHeredocs(
  text: string,
  from: number,
  heredocs: readonly { token: Extract<Token, { kind: 'redirect' }>; delimiter: string; quoted: boolean }[],
): number {
  let at = from;
  for (const { token, delimiter, quoted } of heredocs) {
    const stripTabs = token.text.endsWith('-');
    const start = at;
    let end = text.length;
    while (at < text.length) {
      const stop = lineEnd(text, at);
      const line = text.slice(at, stop).replace(/\r$/, '');
      const lineStart = at;
      at = Math.min(stop + 1, text.length);
      if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) {
        end = lineStart;
        break;
      }
    }
    token.heredoc = { start, end, stripTabs, quoted };
  }
  return at;
}
