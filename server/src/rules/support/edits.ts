import type { Range } from 'vscode-languageserver-types';
import type { Dockerfile, Instruction, Pair } from '../../dockerfile/types';
import type { Edit } from '../../lint/finding';
import type { Subject } from '../../subject';

/** Edits of the Dockerfile that keep its line ends. All ranges are those of the text before the edit. */

export function replace(range: Range, text: string): Edit {
  return { file: undefined, range, text };
}

/** Replaces a range of another file. */
export function replaceIn(file: string, range: Range, text: string): Edit {
  return { file, range, text };
}

export function newline(dockerfile: Dockerfile): '\r\n' | '\n' {
  return dockerfile.text.includes('\r\n') ? '\r\n' : '\n';
}

/** New lines directly above an instruction (below the comments that precede it). */
export function insertBefore(subject: Subject, instruction: Instruction, ...lines: readonly string[]): Edit {
  const { dockerfile } = subject;
  const at = { line: instruction.range.start.line, character: 0 };
  const end = newline(dockerfile);
  return replace({ start: at, end: at }, lines.map((line) => line + end).join(''));
}

/** New lines directly below an instruction, its heredocs included. */
export function insertAfter(subject: Subject, instruction: Instruction, ...lines: readonly string[]): Edit {
  const { dockerfile } = subject;
  const at = instruction.range.end;
  const end = newline(dockerfile);
  return replace({ start: at, end: at }, lines.map((line) => end + line).join(''));
}

/** New lines at the end of the stage that is built. */
export function appendToStage(subject: Subject, ...lines: readonly string[]): Edit {
  const own = subject.stage.instructions;
  const last = own[own.length - 1] ?? subject.stage.from;
  return insertAfter(subject, last, ...lines);
}

/** Takes the whole instruction out, with its line end. */
export function removeInstruction(subject: Subject, instruction: Instruction): Edit {
  const { dockerfile } = subject;
  const start = { line: instruction.range.start.line, character: 0 };
  const next = dockerfile.offsetAt({ line: instruction.range.end.line + 1, character: 0 });
  const atEnd = instruction.range.end.line === dockerfile.positionAt(dockerfile.text.length).line;
  return replace({ start, end: atEnd ? instruction.range.end : dockerfile.positionAt(next) }, '');
}

/** `COPY x y` → `COPY --chmod=755 x y`. */
export function addFlag(instruction: Instruction, flag: string): Edit {
  const at = instruction.keywordRange.end;
  return replace({ start: at, end: at }, ` ${flag}`);
}

/** Takes one pair out of ENV, LABEL or ARG; the whole instruction when it is the only one. Undefined for pairs that can't be cut cleanly. */
export function removePair(subject: Subject, instruction: Instruction, pair: Pair): Edit | undefined {
  if (instruction.pairs.length <= 1) return removeInstruction(subject, instruction);
  const { dockerfile } = subject;
  const index = instruction.pairs.indexOf(pair);
  const next = instruction.pairs[index + 1];
  const previous = instruction.pairs[index - 1];
  if (next) return replace({ start: pair.range.start, end: next.range.start }, '');
  if (!previous) return undefined;
  const from = dockerfile.offsetAt(previous.range.end);
  return replace(dockerfile.range(from, dockerfile.offsetAt(pair.range.end)), '');
}

/** The exec form of words, as JSON: `["python", "app.py"]`. */
export function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
