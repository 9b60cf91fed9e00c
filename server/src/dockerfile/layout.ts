import { type Dockerfile, DockerfileParser } from 'dockerfile-ast';
import { Util } from 'dockerfile-ast/lib/util.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { blanked, type Escape, logicalLine } from './continuation';
import { findHeredocs, type HeredocBlock } from './heredocs';
import { withoutArguments, withoutFalseContinuations, withoutFalseDirectives, withoutHeredocs } from './library-text';
import { readPlainLayout } from './plain-layout';

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

/** Finds instructions, comments and directives: in one walk where every line is plain, else with dockerfile-ast. */
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
  const plain =
    calm === text && !text.startsWith('\uFEFF') ? readPlainLayout(document, directivesEnd, escape, blocks) : undefined;
  if (plain) {
    const directives = directivesEnd === 0 ? [] : readDirectives(document, directivesEnd);
    return { ...empty, ...plain, directives, readable: areClosed(blocks) };
  }
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
    directives: directivesOf(ast, textOf, toRange),
    comments: ast
      .getComments()
      .map((it) => ({ text: textOf(it.getRange()).slice(1).trim(), range: toRange(it.getRange()) })),
    readable: areClosed(blocks),
  };
}

function areClosed(blocks: ReadonlyMap<number, HeredocBlock>): boolean {
  return [...blocks.values()].every((block) => block.terminated);
}

/** The directives alone. */
function readDirectives(document: TextDocument, end: number): Layout['directives'] {
  const head = document.getText().slice(0, end);
  return directivesOf(
    DockerfileParser.parse(head),
    (range) => document.getText(range),
    (range) => range,
  );
}

function directivesOf(
  ast: Dockerfile,
  textOf: (range: Range) => string,
  toRange: (range: Range) => Range,
): Layout['directives'] {
  return ast.getDirectives().map((it) => ({
    name: it.getName().toLowerCase(),
    value: textOf(it.getValueRange()),
    range: toRange(it.getRange()),
  }));
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

function isTooMuch(text: string): boolean {
  if (text.length > SIZE_LIMIT) return true;
  const stages = count(text, /from/gi);
  return stages > STAGES_LIMIT || stages * count(text, /#/g) > COMMENTS_TIMES_STAGES_LIMIT;
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}
