import { DockerfileParser } from 'dockerfile-ast';
import { Util } from 'dockerfile-ast/lib/util.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { blanked, endOfLine, type Escape, isBlankOrComment, logicalLine, nextLine } from './continuation';
import { findHeredocs, type HeredocBlock } from './heredocs';

/** Where an instruction stands, before its arguments are read. */
export interface RawInstruction {
  /** Upper case, as the library joins it. */
  readonly keyword: string;
  readonly keywordEnd: number;
  readonly start: number;
  /** End of the instruction's own lines. */
  readonly codeEnd: number;
  /** End with heredoc bodies. */
  readonly end: number;
  /** `[start, codeEnd)` with continuations marked. */
  readonly marked: string;
  readonly block: HeredocBlock | undefined;
}

export interface Layout {
  readonly document: TextDocument;
  readonly code: string;
  readonly escape: Escape;
  readonly instructions: readonly RawInstruction[];
  readonly directives: readonly { readonly name: string; readonly value: string; readonly range: Range }[];
  readonly comments: readonly { readonly text: string; readonly range: Range }[];
  /** False when the text is too large to be a Dockerfile, or a heredoc has no end. */
  readonly readable: boolean;
}

// The library's own asks Node's Buffer, which a web worker does not have.
Util.isUTF8BOM = (character) => character === '\uFEFF';

const SIZE_LIMIT = 400_000;
const STAGES_LIMIT = 2_000;
// The library sorts comments into stages one by one.
const COMMENTS_TIMES_STAGES_LIMIT = 1_000_000;
const DIRECTIVE = /^[ \t]*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/;

/** Finds instructions, comments and directives with dockerfile-ast. */
export function readLayout(text: string): Layout {
  const document = TextDocument.create('', 'dockerfile', 0, text);
  const { escape, end: directivesEnd } = readEscape(text);
  const empty: Layout = {
    document,
    code: text,
    escape,
    instructions: [],
    directives: [],
    comments: [],
    readable: false,
  };
  if (isTooMuch(text)) return empty;
  const calm = withoutFalseContinuations(text, escape);
  const blocks = findHeredocs(calm, escape);
  const fed = withoutArguments(withoutHeredocs(withoutFalseDirectives(calm, directivesEnd), blocks), escape);
  try {
    return { ...empty, ...askLibrary(document, fed, escape, blocks) };
  } catch {
    return empty;
  }
}

/** Asks for instructions, comments and directives in `fed`, which is as long as the text itself. */
function askLibrary(document: TextDocument, fed: string, escape: Escape, blocks: ReadonlyMap<number, HeredocBlock>) {
  const text = document.getText();
  const ast = DockerfileParser.parse(fed);
  // The library counts in the lines of the text it was given, in which stray carriage returns are gone.
  const lines = TextDocument.create('', 'dockerfile', 0, fed);
  const span = ({ start, end }: Range) => ({ start: lines.offsetAt(start), end: lines.offsetAt(end) });
  const toRange = (range: Range): Range => {
    const { start, end } = span(range);
    return { start: document.positionAt(start), end: document.positionAt(end) };
  };
  const textOf = (range: Range) => text.slice(span(range).start, span(range).end);
  const found = ast.getInstructions().map((it) => ({ keyword: it.getKeyword(), ...span(it.getInstructionRange()) }));
  return {
    ...readArguments(text, found, escape, blocks),
    directives: ast.getDirectives().map((it) => ({
      name: it.getName().toLowerCase(),
      value: textOf(it.getValueRange()),
      range: toRange(it.getRange()),
    })),
    comments: ast
      .getComments()
      .map((it) => ({ text: textOf(it.getRange()).slice(1).trim(), range: toRange(it.getRange()) })),
    readable: [...blocks.values()].every((block) => block.terminated),
  };
}

/** Reads on from the keywords to the end of each instruction. */
function readArguments(
  text: string,
  found: readonly { readonly keyword: string; readonly start: number; readonly end: number }[],
  escape: Escape,
  blocks: ReadonlyMap<number, HeredocBlock>,
): Pick<Layout, 'code' | 'instructions'> {
  const instructions: RawInstruction[] = [];
  let code = '';
  let copied = 0;
  for (const { keyword, start, end } of found) {
    if (start < copied) continue;
    const line = logicalLine(text, start, escape);
    const block = blocks.get(start);
    instructions.push({
      keyword,
      keywordEnd: Math.min(end, line.end),
      start,
      codeEnd: line.end,
      end: Math.max(block?.end ?? 0, line.end),
      marked: line.marked,
      block,
    });
    code += text.slice(copied, start) + blanked(line.marked);
    copied = line.end;
  }
  return { code: code + text.slice(copied), instructions };
}

/** The escape character and the end of the directive lines, as BuildKit reads them: known names only, nothing before. */
function readEscape(text: string): { escape: Escape; end: number } {
  let escape: Escape = '\\';
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    const newline = text.indexOf('\n', at);
    const match = DIRECTIVE.exec(text.slice(at, newline < 0 ? text.length : newline).trimEnd());
    const name = match?.[1]?.toLowerCase();
    if (name !== 'escape' && name !== 'syntax' && name !== 'check') return { escape, end: at };
    if (name === 'escape' && match?.[2] === '`') escape = '`';
    if (newline < 0) return { escape, end: text.length };
    at = newline + 1;
  }
}

/** The library takes any comment with `=` at the top for a directive. */
function withoutFalseDirectives(text: string, end: number): string {
  const start = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const newline = start.indexOf('\n', end);
  const line = start.slice(end, newline < 0 ? start.length : newline);
  if (!line.trimStart().startsWith('#') || !line.includes('=')) return start;
  return start.slice(0, end) + line.replaceAll('=', '-') + start.slice(end + line.length);
}

/**
 * Takes away what the library reads in its own way: a doubled escape character at the end of a line, an escape
 * character before a blank and another one, and stray carriage returns. The length stays.
 */
function withoutFalseContinuations(text: string, escape: Escape): string {
  const calm = text.replace(/\r(?!\n)/g, ' ');
  const [odd, all] =
    escape === '`'
      ? [/``[ \t]*\r?\n|`[ \t]+`/, /(`+)([ \t]*)(\r?\n|$)?/g]
      : [/\\\\[ \t]*\r?\n|\\[ \t]+\\/, /(\\+)([ \t]*)(\r?\n|$)?/g];
  if (!odd.test(calm)) return calm;
  return calm.replace(all, (it, escapes: string, blanks: string, line?: string) => {
    return line !== undefined && escapes.length === 1 ? it : 'x'.repeat(escapes.length) + blanks + (line ?? '');
  });
}

/** Heredocs are read by ourselves; the library gets blanks in place of their bodies. */
function withoutHeredocs(text: string, blocks: ReadonlyMap<number, HeredocBlock>): string {
  let result = '';
  let at = 0;
  for (const block of blocks.values()) {
    result += text.slice(at, block.bodyStart) + text.slice(block.bodyStart, block.end).replace(/[^\r\n]/g, ' ');
    at = Math.max(block.bodyStart, block.end);
  }
  return (result + text.slice(at)).replaceAll('<<', '__');
}

/**
 * The library reads the arguments of most instructions twice, character by character, and we read them ourselves: it
 * gets a line break and blanks in place of them. Comments between their lines stay, and the length.
 */
function withoutArguments(text: string, escape: Escape): string {
  const keyword = /[ \t]*[A-Za-z]+(?=[ \t])/y;
  let result = '';
  let copied = 0;
  for (let at = 0; at < text.length;) {
    keyword.lastIndex = at;
    const first = text.slice(at, endOfLine(text, at));
    if (isBlankOrComment(first)) {
      at = nextLine(text, at);
      continue;
    }
    const { end } = logicalLine(text, at + first.length - first.trimStart().length, escape);
    if (keyword.test(text)) {
      result += `${text.slice(copied, keyword.lastIndex)}\n${quiet(text.slice(keyword.lastIndex + 1, end))}`;
      copied = end;
    }
    at = nextLine(text, end);
  }
  return result + text.slice(copied);
}

/** Blanks in place of everything but comment lines and line breaks. */
function quiet(text: string): string {
  if (!text.includes('\n')) return ' '.repeat(text.length);
  return text
    .split('\n')
    .map((line, index) => (index > 0 && /^[ \t]*#/.test(line) ? line : ' '.repeat(line.length)))
    .join('\n');
}

function isTooMuch(text: string): boolean {
  if (text.length > SIZE_LIMIT) return true;
  const stages = count(text, /from/gi);
  return stages > STAGES_LIMIT || stages * count(text, /#/g) > COMMENTS_TIMES_STAGES_LIMIT;
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}
