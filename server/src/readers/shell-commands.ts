import type { AndOr, List, Node } from '../shell/syntax';
import { parseSyntax } from '../shell/syntax';
import { parseTemplate } from './template';
import type { Piece } from './template';

/** A word of a script: text without quotes (variables in the notation of template.ts), with its offsets. */
export interface ScriptWord {
  readonly text: string;
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** Which of the script's arguments it is, when it is one and they are known. */
  readonly argument?: number | undefined;
}

/** One simple command of a script file, with what its place says. */
export interface ScriptCommand {
  readonly words: readonly ScriptWord[];
  readonly start: number;
  readonly end: number;
  /** In the body of a function: `$1` and `"$@"` are then those of the function. */
  readonly inFunction: boolean;
  /** Commands after it in its pipeline. */
  readonly pipedInto: readonly ScriptCommand[];
  /** What runs when it fails (`|| …`). */
  readonly otherwise: readonly ScriptCommand[];
  /** Stands at the top of the script, in no block. */
  readonly top: boolean;
}

interface Place {
  readonly text: string;
  readonly inFunction: boolean;
  readonly top: boolean;
  readonly commands: ScriptCommand[];
}

/** All simple commands of a script in the order in which they are written. */
export function scriptCommands(text: string): readonly ScriptCommand[] {
  const commands: ScriptCommand[] = [];
  readList(parseSyntax(text), { text, inFunction: false, top: true, commands });
  return commands;
}

/** Text of a word without its quotes; a `$` that quotes keep from expanding is hidden from the template. */
export function unquote(raw: string): string {
  let text = '';
  let quote = '';
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i] ?? '';
    if (character === '\\' && quote !== "'") {
      const next = raw[++i] ?? '';
      text += next === '\n' ? '' : quote === '"' && !'$`"\\'.includes(next) ? `\\${next}` : next;
    } else if (quote === character) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else text += character;
  }
  return text;
}

/** Replaces variables that the script sets itself by what it sets them to, all but `except`. */
export function substitute(text: string, variables: ReadonlyMap<string, string | undefined>, except = ''): string {
  if (!text.includes('$')) return text;
  return parseTemplate(text)
    .map((piece) => (typeof piece === 'string' ? piece : printPiece(piece, variables, except)))
    .join('');
}

function printPiece(
  piece: Exclude<Piece, string>,
  variables: ReadonlyMap<string, string | undefined>,
  except: string,
): string {
  const { variable, fallback } = piece;
  if (variable === undefined) return '${}';
  if (variable !== except && variables.has(variable)) return variables.get(variable) ?? '${}';
  return fallback === undefined ? `\${${variable}}` : `\${${variable}:-${fallback}}`;
}

function readList(list: List, place: Place): void {
  for (const item of list) readAndOr(item, place);
}

function readAndOr(item: AndOr, place: Place): void {
  let otherwise: readonly ScriptCommand[] = [];
  const blocks: ScriptCommand[][] = [];
  for (const pipeline of [...item.pipelines].reverse()) {
    const into: ScriptCommand[] = [];
    let pipedInto: readonly ScriptCommand[] = [];
    for (const node of [...pipeline.commands].reverse()) {
      const own: ScriptCommand[] = [];
      readNode(node, { ...place, commands: own }, pipedInto, otherwise);
      into.unshift(...own);
      const [first] = own;
      if (first) pipedInto = [first, ...pipedInto].slice(0, 8);
    }
    blocks.push(into);
    if (pipeline.operator === '||') otherwise = into.slice(0, 20);
    else if (pipeline.operator === 'start') otherwise = [];
  }
  for (const block of blocks.reverse()) for (const command of block) place.commands.push(command);
}

function readNode(
  node: Node,
  place: Place,
  pipedInto: readonly ScriptCommand[],
  otherwise: readonly ScriptCommand[],
): void {
  const inner = { ...place, top: false };
  switch (node.kind) {
    case 'command':
      place.commands.push({
        words: node.words.map((span) => {
          const raw = place.text.slice(span.start, span.end);
          return { text: unquote(raw), raw, start: span.start, end: span.end };
        }),
        start: node.span.start,
        end: node.span.end,
        inFunction: place.inFunction,
        pipedInto,
        otherwise,
        top: place.top,
      });
      return;
    case 'group':
    case 'subshell':
      readList(node.body, place);
      return;
    case 'function':
      readList(node.body, { ...inner, inFunction: true });
      return;
    case 'if':
      readList(node.first, inner);
      for (const branch of node.branches) readList(branch, inner);
      return;
    case 'for':
      readList(node.body, inner);
      return;
    case 'while':
      readList(node.condition, inner);
      readList(node.body, inner);
      return;
    case 'case':
      for (const arm of node.arms) readList(arm, inner);
  }
}
