import type { Range } from 'vscode-languageserver-types';
import { FAILURE_FILE } from '../../../../contract/opt-ml';
import type { Loss } from './exit-codes';

const FAILURE = FAILURE_FILE.slice(FAILURE_FILE.lastIndexOf('/') + 1);
/** Any of these may end the program with another code. */
const ENDS = /\b(?:exit|_exit|quit|abort|kill|SystemExit)\b/;

/**
 * A handler in Python that writes the failure file and goes on: the program then ends with 0. Only where nothing in the
 * file could end it otherwise.
 */
export function swallowedException(text: string): Loss | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^(\s*)#.*$/, '$1'));
  if (lines.some((line) => ENDS.test(line))) return undefined;
  for (const [at, line] of lines.entries()) {
    const handler = /^(\s*)except\b.*:\s*$/.exec(line);
    if (!handler) continue;
    const block = blockBelow(lines, at, handler[1]?.length ?? 0);
    const body = block.map((it) => it.text).join('\n');
    if (!writesFailure(body) || /^\s*raise\b/m.test(body)) continue;
    const last = block.at(-1);
    if (last) return { ...lossAt(line.trim(), range(at, line)), edit: raiseAfter(last) };
  }
  return undefined;
}

interface Line {
  readonly at: number;
  readonly text: string;
}

/** The lines below one, as long as they are indented further; empty ones at the end don't count. */
function blockBelow(lines: readonly string[], from: number, indent: number): readonly Line[] {
  const block: Line[] = [];
  for (let at = from + 1; at < lines.length; at++) {
    const text = lines[at] ?? '';
    if (text.trim() === '') continue;
    if (text.length - text.trimStart().length <= indent) break;
    block.push({ at, text });
  }
  return block;
}

function writesFailure(body: string): boolean {
  return new RegExp(`['"](?:[^'"\\n]*/)?${FAILURE}['"]`).test(body) && /\bopen\(|\.write(?:_text)?\(/.test(body);
}

function lossAt(text: string, where: Range): Omit<Loss, 'edit'> {
  return {
    text,
    range: where,
    sure: false,
    remedy: 'End the handler with `raise`, or with `sys.exit(1)`.',
  };
}

function raiseAfter({ at, text }: Line): Loss['edit'] {
  const end = { line: at, character: text.length };
  const indent = /^\s*/.exec(text)?.[0] ?? '';
  return { title: 'Add `raise`', range: { start: end, end }, text: `\n${indent}raise` };
}

function range(line: number, text: string): Range {
  return { start: { line, character: text.length - text.trimStart().length }, end: { line, character: text.length } };
}
