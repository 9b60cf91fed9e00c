import type { Range } from 'vscode-languageserver-types';
import type { Instruction } from '../../../../server/src/dockerfile/types';
import type { Known } from '../../../../server/src/known';
import { known } from '../../../../server/src/known';
import { parseShell } from '../../../../server/src/shell/parse-shell';
import type { ShellCommand, ShellWord } from '../../../../server/src/shell/types';

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function runInstruction(text: string): Instruction {
  return {
    keyword: 'RUN',
    keywordRange: NOWHERE,
    range: NOWHERE,

    onbuild: false,
    index: 0,
    stage: 0,
    flags: [],
    words: [],
    exec: false,
    looksLikeJson: false,
    argumentsText: text,
    argumentsAt: 0,
    text,
    code: text,
    within: flatRange,
    pairs: [],
    heredocs: [],
  };
}

/** Offsets as characters of line 0. */
export function flatRange(start: number, end: number): Range {
  return { start: { line: 0, character: start }, end: { line: 0, character: end } };
}

export function shell(
  text: string,
  env: Readonly<Record<string, Known<string>>> = {},
  cwd: Known<string> = known('/work'),
): readonly ShellCommand[] {
  return parseShell(text, 0, {
    cwd,
    env: (name) => env[name],
    range: flatRange,
    instruction: runInstruction(text),
  });
}

export function plain(word: ShellWord): string {
  return word.value.known ? word.value.value : '?';
}

export function lines(commands: readonly ShellCommand[]): readonly string[] {
  return commands.map((command) => command.words.map(plain).join(' '));
}
