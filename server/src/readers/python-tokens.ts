/** A piece of a Python string: literal text (escapes decoded), or the offsets of an f-string's expression. */
export type StringPart = string | { readonly start: number; readonly end: number };

export interface PythonToken {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'newline';
  /** As written; for `newline` empty. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Strings only. */
  readonly parts: readonly StringPart[];
  /** Column of the first token of a logical line (tabs count to the next multiple of eight); -1 elsewhere. */
  readonly indent: number;
}

const NO_PARTS: readonly StringPart[] = [];
const OPERATOR = /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|[-+*/%@&|^<>=!]=|\*\*|\/\/|<<|>>|[^\s\w]/uy;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?[jJ]?/y;
const STRING_START = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y;
/** Words that can't stand inside brackets at the start of a line: an unclosed bracket before them is a slip of the pen. */
const FRESH_LINE =
  /(?:def|class|import|try|while|with|return|raise|assert|pass|break|continue|@\w+)\b|from\s{1,20}[\w.]+\s{1,20}import\b/y;

/** Splits any text into Python tokens. `offset` is added to all offsets. */
export function tokenizePython(text: string, offset = 0): readonly PythonToken[] {
  const tokens: PythonToken[] = [];
  let depth = 0;
  const line = { fresh: true, indent: 0 };
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const push = (kind: PythonToken['kind'], end: number, parts = NO_PARTS): void => {
    tokens.push({
      kind,
      text: kind === 'newline' ? '' : text.slice(i, end),
      start: i + offset,
      end: end + offset,
      parts,
      indent: line.fresh ? line.indent : -1,
    });
    line.fresh = false;
    i = end;
  };
  while (i < text.length) {
    const character = text[i] ?? '';
    if (character === '\n' || character === '\r') {
      if (depth > 0 && matches(FRESH_LINE, text, character === '\r' && text[i + 1] === '\n' ? i + 2 : i + 1)) depth = 0;
      if (depth > 0 || line.fresh) i++;
      else push('newline', i + 1);
      if (depth === 0) {
        line.fresh = true;
        line.indent = 0;
      }
    } else if (/\s/.test(character)) {
      if (line.fresh) line.indent = character === '\t' ? (line.indent | 7) + 1 : line.indent + 1;
      i++;
    } else if (character === '#') {
      while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
    } else if (character === '\\' && /[\r\n]/.test(text[i + 1] ?? '')) {
      i += text[i + 1] === '\r' && text[i + 2] === '\n' ? 3 : 2;
    } else {
      const string = matchAt(STRING_START, text, i);
      if (string) {
        const scanned = scanString(text, i + string[0].length, string[1] ?? '', string[2] ?? '', offset);
        push('string', scanned.end, scanned.parts);
      } else if (matches(NAME, text, i)) push('name', NAME.lastIndex);
      else if (matches(NUMBER, text, i)) push('number', NUMBER.lastIndex);
      else {
        if ('([{'.includes(character)) depth++;
        else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
        push('operator', matches(OPERATOR, text, i) ? OPERATOR.lastIndex : i + 1);
      }
    }
  }
  return tokens;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

interface Scanned {
  readonly end: number;
  readonly parts: readonly StringPart[];
}

/** Reads a string from behind its opening quote. An unclosed one ends with its line (or, in triple quotes, the text). */
function scanString(text: string, from: number, prefix: string, quote: string, offset: number): Scanned {
  const raw = /[rR]/.test(prefix);
  const formatted = /[fFtT]/.test(prefix);
  const parts: StringPart[] = [];
  let literal = '';
  let i = from;
  while (i < text.length) {
    const character = text[i] ?? '';
    if (text.startsWith(quote, i)) return { end: i + quote.length, parts: [...parts, literal] };
    if (quote.length === 1 && (character === '\n' || character === '\r')) break;
    if (character === '\\') {
      const escape = raw ? { text: text.slice(i, i + 2), length: 2 } : readEscape(text, i);
      literal += escape.text;
      i += escape.length;
    } else if (formatted && (character === '{' || character === '}') && text[i + 1] === character) {
      literal += character;
      i += 2;
    } else if (formatted && character === '{') {
      const end = fieldEnd(text, i + 1, quote);
      if (end === undefined) {
        literal += character;
        i++;
        continue;
      }
      parts.push(literal, { start: i + 1 + offset, end: end.expression + offset });
      literal = '';
      i = end.close + 1;
    } else {
      literal += character;
      i++;
    }
  }
  return { end: Math.min(i, text.length), parts: [...parts, literal] };
}

/** A field longer than this is taken for a stray brace; the bound keeps odd texts linear. */
const MAX_FIELD = 1000;

/** End of the expression (before `!r`, `:format` or `=`) and of the field of an f-string. */
function fieldEnd(text: string, from: number, quote: string): { expression: number; close: number } | undefined {
  let depth = 0;
  let expression: number | undefined;
  for (let i = from; i < text.length && i < from + MAX_FIELD; i++) {
    const character = text[i] ?? '';
    if (quote.length === 1 && (character === '\n' || character === '\r')) return undefined;
    if (depth === 0 && character === '}') return { expression: expression ?? i, close: i };
    if (expression !== undefined) {
      if (text.startsWith(quote, i)) return undefined;
      if (character === '{') depth++;
      else if (character === '}') depth--;
    } else if (character === '"' || character === "'") {
      const close = text.indexOf(character, i + 1);
      if (close < 0 || close > from + MAX_FIELD) return undefined;
      i = close;
    } else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && (character === ':' || (character === '!' && text[i + 1] !== '='))) expression = i;
    else if (depth === 0 && character === '=' && /^=\s*[}:!]/.test(text.slice(i, i + 20))) expression = i;
  }
  return undefined;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

function readEscape(text: string, at: number): { text: string; length: number } {
  const next = text[at + 1] ?? '';
  if (next === '\r') return { text: '', length: text[at + 2] === '\n' ? 3 : 2 };
  const simple = SIMPLE_ESCAPES[next];
  if (simple !== undefined) return { text: simple, length: 2 };
  const window = text.slice(at, at + 10);
  const hex = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(window);
  const code = hex ? parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16) : NaN;
  if (hex && code <= 0x10ffff) return { text: String.fromCodePoint(code), length: hex[0].length };
  const octal = /^\\([0-7]{1,3})/.exec(window);
  if (octal) return { text: String.fromCharCode(parseInt(octal[1] ?? '0', 8)), length: octal[0].length };
  return { text: text.slice(at, at + 2), length: 2 };
}
