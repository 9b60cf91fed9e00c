import type { Range } from 'vscode-languageserver-types';
import type { Instruction, Word } from '../../dockerfile/types';
import type { Fix, Related } from '../../lint/finding';
import type { Subject } from '../../subject';
import { replace } from './edits';
import { fileRange, relatedInFile, startRange } from './places';

/** The command line that starts an app of Studio. */
export interface AppCommand {
  readonly program: string;
  /** Undefined parts are not known. */
  readonly args: readonly (string | undefined)[];
  /** Where it is written: in the Dockerfile, and in the script that runs it. */
  readonly range: Range;
  readonly related: readonly Related[];
}

/** The first command of `docker run IMAGE` whose words begin with such a program; `match` says how many words name it. */
export function appCommand(
  subject: Subject,
  match: (argv: readonly (string | undefined)[]) => number,
): AppCommand | undefined {
  for (const { argv, file } of subject.run.chain) {
    for (const words of [argv, ...inShell(argv)]) {
      const length = match(words);
      if (length > 0) {
        return { program: nameOf(words, length), args: words.slice(length), range: startRange(subject), related: [] };
      }
    }
    if (!file?.text) continue;
    const facts = subject.script(file);
    const started = [...(facts?.starts ?? []), ...(facts?.servers ?? [])];
    for (const { range } of started) {
      const words = lastCommand(textAt(file.text, range));
      const length = match(words);
      const related = relatedInFile(file, range, 'It is started here.');
      if (length > 0) {
        return { program: nameOf(words, length), args: words.slice(length), range: fileRange(subject, file), related };
      }
    }
  }
  return undefined;
}

export type Given =
  /** `word` is the argument as a whole when the value stands in it: `--port=80`. */
  | { readonly state: 'known'; readonly value: string; readonly word: string | undefined }
  | { readonly state: 'absent' | 'unknown' };

/** What an option is set to: `--name=value` or `--name value`. Arguments that are not known may hold it. */
export function given({ args }: AppCommand, name: RegExp): Given {
  let found: Given = { state: args.includes(undefined) ? 'unknown' : 'absent' };
  for (const [index, word] of args.entries()) {
    const equals = word?.indexOf('=') ?? -1;
    if (word === undefined || !name.test(equals < 0 ? word : word.slice(0, equals))) continue;
    const value = equals < 0 ? args[index + 1] : word.slice(equals + 1);
    if (value === undefined || value.includes('$')) found = { state: 'unknown' };
    else found = { state: 'known', value: value.replace(/^(['"])(.*)\1$/s, '$2'), word: equals < 0 ? undefined : word };
  }
  return found;
}

/** Puts another argument in place of one, where it stands in an exec form of the Dockerfile. */
export function replaceArgument(subject: Subject, argument: string | undefined, text: string): readonly Fix[] {
  const word =
    argument === undefined ? undefined : execWords(subject).find((it) => it.value.known && it.value.value === argument);
  return word ? [{ title: `Write \`${text}\``, edits: [replace(word.range, JSON.stringify(text))], safe: false }] : [];
}

/** Adds an argument at the end of CMD, else of ENTRYPOINT, where they have the exec form. */
export function addArgument(subject: Subject, command: AppCommand, text: string): readonly Fix[] {
  const last = execWords(subject).at(-1);
  if (!last?.value.known || command.related.length > 0 || inShell([last.value.value]).length > 0) return [];
  if (last.value.value !== command.program && last.value.value !== command.args.at(-1)) return [];
  const { end } = last.range;
  return [
    { title: `Add \`${text}\``, edits: [replace({ start: end, end }, `, ${JSON.stringify(text)}`)], safe: false },
  ];
}

/** Where the argument stands in the Dockerfile, else where the command does. */
export function argumentRange(subject: Subject, command: AppCommand, argument: string | undefined): Range {
  return execWords(subject).find((it) => it.value.known && it.value.value === argument)?.range ?? command.range;
}

function execWords(subject: Subject): readonly Word[] {
  const { entrypoint, cmd } = subject.config;
  const own = [entrypoint, cmd].flatMap((it): readonly Instruction[] =>
    it.origin.from === 'instruction' ? [it.origin.instruction] : [],
  );
  return own.filter((it) => it.exec).flatMap((it) => it.words);
}

/** The last command of `sh -c "…"`. */
function inShell(argv: readonly (string | undefined)[]): readonly (readonly string[])[] {
  const at = argv.findIndex((it) => it !== undefined && /^-\w{0,5}c$/.test(it));
  const line = argv[at + 1];
  return at < 1 || line === undefined ? [] : [lastCommand(line)];
}

function lastCommand(line: string): readonly string[] {
  const commands = line
    .slice(0, 10_000)
    .replace(/\\\r?\n/g, ' ')
    .split(/&&|\|\||[;|&\n]/);
  const last = commands.findLast((it) => it.trim() !== '') ?? '';
  const words = [...last.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map((it) => it[0].replace(/["']/g, ''));
  return words[0] === 'exec' ? words.slice(1) : words;
}

function textAt(text: string, { start, end }: Range): string {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? start.character : 0, index === last ? end.character : undefined))
    .join('\n');
}

function nameOf(words: readonly (string | undefined)[], length: number): string {
  return words[length - 1] ?? '';
}
