import type { Command } from '../../dockerfile/types';
import { readServerCommand } from '../../readers/server-command';
import { execForm } from './edits';

const zero = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Words of a command line that needs no shell; undefined when it uses quotes, variables, pipes … */
export function plainWords(text: string): readonly string[] | undefined {
  const trimmed = text.trim().replace(/^exec\s+/, '');
  return trimmed === '' || /["'`$|&;<>*?()[\]{}\\#~\n]/.test(trimmed) ? undefined : trimmed.split(/\s+/);
}

/** The words of a command in exec form or in a shell form that needs no shell. */
export function wordsOf(command: Command): readonly string[] | undefined {
  if (command.form === 'shell') return plainWords(command.text);
  const words = command.words.map((it) => (it.value.known ? it.value.value : undefined));
  return words.every((it) => it !== undefined) ? words : undefined;
}

/**
 * An ENTRYPOINT that starts the command whatever word is appended: the plain exec form, or `sh -c "exec …"` (which drops the
 * word and hands over the signals) for programs that end with an error on it, and for command lines that need a shell.
 */
export function entrypointFor(command: Command, swallow: boolean): string {
  const words = wordsOf(command);
  const rejects = words ? (readServerCommand(words, () => zero)?.rejectsExtraArgument ?? false) : false;
  if (words && !swallow && !rejects) return `ENTRYPOINT ${execForm(words)}`;
  const line = command.form === 'shell' ? command.text.trim() : (words ?? []).map(quote).join(' ');
  const script = /^exec\s/.test(line) || /[|&;\n]/.test(line) ? line : `exec ${line}`;
  return `ENTRYPOINT ${execForm(['/bin/sh', '-c', script])}`;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
