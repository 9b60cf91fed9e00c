import type { Range } from 'vscode-languageserver-types';
import type { Edit } from '../../lint/finding';
import type { ShellCommand } from '../../shell/types';
import type { Subject } from '../../subject';
import { replace } from './edits';

/** The command that holds the word. */
export function commandWith(subject: Subject, word: Range): ShellCommand | undefined {
  return subject.commands.find((command) => command.words.some((it) => isSame(it.range, word)));
}

/** Takes a word out of a command, with the blanks (and line continuation) before it. */
export function removeWord({ dockerfile }: Subject, command: ShellCommand, word: Range): Edit | undefined {
  const index = command.words.findIndex((it) => isSame(it.range, word));
  const before = command.words[index - 1];
  if (!before) return undefined;
  return replace(dockerfile.range(dockerfile.offsetAt(before.range.end), dockerfile.offsetAt(word.end)), '');
}

function isSame(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
