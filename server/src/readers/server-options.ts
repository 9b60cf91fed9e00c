import type { OptionMeaning, ServerProgram } from './server-definition';
import { fillText, HOLE } from './template';

/** One option's value on the command line, with the index of the word it stands in; -1: from the environment. */
export interface GivenOption {
  readonly value: string | undefined;
  readonly index: number;
}

export interface ParsedOptions {
  readonly given: ReadonlyMap<OptionMeaning, readonly GivenOption[]>;
  readonly positionals: readonly GivenOption[];
  readonly options: ReadonlyMap<string, string | undefined>;
  /** A word that isn't known stands where an option could stand. */
  readonly open: boolean;
}

/** Splits the words after a program into options and positionals, as the program itself would. */
export function parseOptions(
  argv: readonly (string | undefined)[],
  indices: readonly number[],
  program: ServerProgram,
): ParsedOptions {
  const meanings = new Map<string, OptionMeaning>();
  for (const [meaning, names] of entriesOf(program.options)) for (const name of names) meanings.set(name, meaning);
  const given = new Map<OptionMeaning, GivenOption[]>();
  const options = new Map<string, string | undefined>();
  const positionals: GivenOption[] = [];
  let open = false;
  let onlyPositionals = false;
  const record = (name: string, value: string | undefined, index: number): void => {
    options.set(name, value);
    const meaning = meanings.get(name);
    if (meaning) given.set(meaning, [...(given.get(meaning) ?? []).slice(-20), { value, index }]);
  };
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? 0;
    const word = argv[index];
    if (word === undefined || mayBeOptions(word)) open = true;
    if (word === undefined || onlyPositionals || !word.startsWith('-') || word === '-') {
      positionals.push({ value: word, index });
      continue;
    }
    if (word === '--') {
      onlyPositionals = true;
      continue;
    }
    const attached = splitAttached(word, meanings);
    if (attached) {
      record(attached.name, attached.value, index);
      continue;
    }
    const next = indices[i + 1];
    if (next === undefined || isSwitch(word, program) || looksLikeOption(argv[next], meanings.has(word))) {
      record(word, '', index);
      continue;
    }
    record(word, argv[next], next);
    i++;
  }
  return { given, positionals, options, open };
}

/** A variable by itself (`$GUNICORN_OPTS`) may hold any options. */
function mayBeOptions(word: string): boolean {
  if (!word.startsWith('$') && !word.startsWith('`')) return false;
  const { text } = fillText(word);
  return text === HOLE || text.startsWith('-');
}

/** `--name=value`, and `-w4` for a known short option. */
function splitAttached(
  word: string,
  meanings: ReadonlyMap<string, OptionMeaning>,
): { name: string; value: string } | undefined {
  const equals = word.indexOf('=');
  if (word.startsWith('--'))
    return equals > 2 ? { name: word.slice(0, equals), value: word.slice(equals + 1) } : undefined;
  const short = word.slice(0, 2);
  if (word.length <= 2 || !meanings.has(short) || meanings.has(word)) return undefined;
  return { name: short, value: word.slice(word[2] === '=' ? 3 : 2) };
}

function isSwitch(word: string, program: ServerProgram): boolean {
  return word.startsWith('--no-') || program.switches.includes(word);
}

/** A known option takes the next word, unless that is a long option; an unknown one leaves anything that begins with a dash. */
function looksLikeOption(word: string | undefined, known: boolean): boolean {
  if (word === undefined) return false;
  return known ? word.startsWith('--') : /^-\D/.test(word);
}

function entriesOf(options: ServerProgram['options']): readonly [OptionMeaning, readonly string[]][] {
  const all: OptionMeaning[] = [
    'host',
    'port',
    'bind',
    'socket',
    'workers',
    'threads',
    'workerClass',
    'timeout',
    'milliseconds',
    'configFile',
    'app',
    'tls',
  ];
  return all.map((meaning) => [meaning, options[meaning] ?? []]);
}
