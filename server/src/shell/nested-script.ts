import { program } from './program';
import type { ShellCommand, ShellWord } from './types';

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);

/** Is this the name of a POSIX-like shell? */
export function isShell(name: string | undefined): boolean {
  return name !== undefined && SHELLS.has(name);
}

/** The script inside `bash -c '…'`, `su user -c '…'` and `bash <<EOF`; `word` holds it when it is an argument. */
export function nestedScript(command: ShellCommand): { text: string; word: ShellWord | undefined } | undefined {
  const { name, args } = program(command);
  if (name === 'su' || name === 'runuser') {
    const at = args.findIndex((word) => word.value.known && /^(?:-l?c|--command)$/.test(word.value.value));
    return at < 0 ? undefined : scriptWord(args[at + 1]);
  }
  if (name === undefined && command.words.length === 0 && command.assignments.length === 0) {
    return command.stdin !== undefined && command.redirects.length === 0 ? fromInput(command.stdin) : undefined;
  }
  if (!isShell(name)) {
    return undefined;
  }
  const { script, file } = shellArguments(args);
  if (script !== undefined) {
    return scriptWord(script);
  }
  return file || command.stdin === undefined ? undefined : { text: command.stdin, word: undefined };
}

/** A heredoc without a command is run by the shell, or by what its first line names. */
function fromInput(text: string): { text: string; word: undefined } | undefined {
  const interpreter = /^#!\s*(?:\S*\/env\s+(?:-\S+\s+)*)?(\S+)/.exec(text.slice(0, 200))?.[1];
  return interpreter === undefined || isShell(interpreter.replace(/^.*\//, '')) ? { text, word: undefined } : undefined;
}

function scriptWord(word: ShellWord | undefined): { text: string; word: ShellWord } | undefined {
  return word?.value.known === true ? { text: word.value.value, word } : undefined;
}

function shellArguments(args: readonly ShellWord[]): { script: ShellWord | undefined; file: boolean } {
  let command = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    const value = word?.value.known === true ? word.value.value : undefined;
    if (value === undefined || !/^[-+]/.test(value)) {
      return { script: command ? word : undefined, file: !command };
    }
    command ||= /^-[a-zA-Z]*c[a-zA-Z]*$/.test(value);
    if (/^[-+][a-zA-Z]*[oO]$/.test(value) || value === '--rcfile' || value === '--init-file') {
      at += 1;
    }
    if (value === '-s' || value === '-' || value === '--') {
      return { script: command ? args[at + 1] : undefined, file: value === '--' && args.length > at + 1 };
    }
  }
  return { script: undefined, file: false };
}
