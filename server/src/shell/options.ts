import type { ShellWord } from './types';

export interface Arguments {
  readonly operands: readonly ShellWord[];
  readonly options: readonly { readonly name: string; readonly value: ShellWord | undefined }[];
}

/** The value of a word when it is known. */
export function textOf(word: ShellWord | undefined): string | undefined {
  return word?.value.known === true ? word.value.value : undefined;
}

/**
 * Splits arguments into options and operands. `valued` matches the options that take the next word as their value;
 * `--name=value` and, for one-letter options in `valued`, `-nvalue` and `-qnvalue` are understood too.
 */
export function splitArguments(args: readonly ShellWord[], valued: RegExp): Arguments {
  const operands: ShellWord[] = [];
  const options: { name: string; value: ShellWord | undefined }[] = [];
  let ended = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    const text = textOf(word) ?? '';
    if (word === undefined) {
      continue;
    }
    if (ended || !text.startsWith('-') || text === '-') {
      operands.push(word);
    } else if (text === '--') {
      ended = true;
    } else if (valued.test(text)) {
      at += 1;
      options.push({ name: text, value: args[at] });
    } else {
      options.push(attached(word, text, valued));
    }
  }
  return { operands, options };
}

function attached(word: ShellWord, text: string, valued: RegExp): { name: string; value: ShellWord | undefined } {
  const equals = text.indexOf('=');
  if (text.startsWith('--')) {
    return equals < 0
      ? { name: text, value: undefined }
      : { name: text.slice(0, equals), value: replaced(word, text.slice(equals + 1)) };
  }
  for (let length = 2; length < Math.min(text.length, 8); length += 1) {
    const name = text.slice(0, length);
    if (valued.test(name)) {
      return { name, value: replaced(word, text.slice(length)) };
    }
  }
  return { name: text, value: undefined };
}

function replaced(word: ShellWord, value: string): ShellWord {
  return { ...word, value: { known: true, value } };
}

/** The value of the last option of that name. */
export function optionValue(args: Arguments, names: RegExp): ShellWord | undefined {
  return args.options.findLast((option) => names.test(option.name))?.value;
}

export function hasOption(args: Arguments, names: RegExp): boolean {
  return args.options.some((option) => names.test(option.name));
}
