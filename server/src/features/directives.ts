import type { Position } from 'vscode-languageserver-types';
import type { Role } from '../../../contract/roles';
import type { Dockerfile, Instruction } from '../dockerfile/types';
import { readDirectives } from '../lint/directives';
import type { Ignore } from '../lint/directives';
import type { Edit } from '../lint/finding';
import type { View } from './view';

/** Stands for the reason until the user writes one. */
export const REASON = 'reviewed';

/** The innermost instruction at that place. */
export function instructionAt(dockerfile: Dockerfile, position: Position): Instruction | undefined {
  const at = dockerfile.positionAt(dockerfile.offsetAt(position));
  return dockerfile.instructions.findLast(({ range }) => !isBefore(at, range.start) && !isBefore(range.end, at));
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** The comment line above the instruction that ignores the rule there, or one already there made longer. */
export function ignoreNext(view: View, dockerfile: Dockerfile, instruction: Instruction, rule: string): Edit {
  const existing = readDirectives(dockerfile).ignores.find(
    (it) => it.scope === 'instruction' && it.instruction === instruction,
  );
  if (existing) return longer(existing, rule);
  const { line } = instruction.range.start;
  const start = { line, character: 0 };
  const indent = /^[ \t]*/.exec(view.document.getText({ start, end: instruction.range.start }))?.[0] ?? '';
  return insertion(start, `${indent}# sagemaker: ignore=${rule} reason=${REASON}\n`);
}

/** `# sagemaker: ignore-file=<rule>` at the top, or the one already in the file made longer. */
export function ignoreInFile(view: View, dockerfile: Dockerfile, rule: string): Edit {
  const existing = readDirectives(dockerfile).ignores.find((it) => it.scope === 'file');
  if (existing) return longer(existing, rule);
  return insertion(afterParserDirectives(view, dockerfile), `# sagemaker: ignore-file=${rule} reason=${REASON}\n`);
}

/** `# sagemaker: roles=…` at the top of the file. */
export function declareRoles(view: View, dockerfile: Dockerfile, roles: readonly Role[]): Edit {
  return insertion(afterParserDirectives(view, dockerfile), `# sagemaker: roles=${roles.join(',')}\n`);
}

/** A comment before `# syntax=` or `# escape=` would make Docker read them as plain comments. */
function afterParserDirectives(view: View, dockerfile: Dockerfile): Position {
  const last = dockerfile.directives.reduce((line, directive) => Math.max(line, directive.range.end.line), -1);
  const bom = last < 0 && view.document.getText().startsWith('\uFEFF');
  return { line: last + 1, character: bom ? 1 : 0 };
}

function longer(ignore: Ignore, rule: string): Edit {
  return insertion(ignore.range.end, `,${rule}`);
}

function insertion(position: Position, text: string): Edit {
  return { file: undefined, range: { start: position, end: position }, text };
}
