import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../../context/types';
import type { Edit, Fix, Related } from '../../lint/finding';
import { readServerCommand } from '../../readers/server-command';
import { indexText } from '../../readers/text-index';
import type { FoundServer } from '../../start/types';
import type { Subject } from '../../subject';
import { replace, replaceIn } from './edits';
import { fileRange, relatedInFile, startRange } from './places';

export interface Place {
  readonly range: Range;
  readonly related: readonly Related[];
}

/** Where a fact about a server is reported: in the Dockerfile, with the place in the other file as related. */
export function placeOf(subject: Subject, file: ImageFile | undefined, range: Range, message: string): Place {
  if (file && file.path !== '')
    return { range: fileRange(subject, file), related: relatedInFile(file, range, message) };
  return { range: isEmpty(range) ? startRange(subject) : range, related: [] };
}

function isEmpty({ start, end }: Range): boolean {
  return start.line === end.line && start.character === end.character;
}

/** Exchanges the only occurrence of `pattern` within the range, in the file that can be edited; none when there isn't exactly one. */
export function exchange(
  subject: Subject,
  place: { readonly file: ImageFile | undefined; readonly range: Range },
  pattern: RegExp,
  text: string,
  title: string,
): readonly Fix[] {
  const { file, range } = place;
  const { dockerfile } = subject;
  const whole = file ? file.text : dockerfile.text;
  if (whole === undefined || (file && file.source === undefined) || isEmpty(range)) return [];
  const index = file ? indexText(whole) : dockerfile;
  const [from, to] = file
    ? [offsetOf(whole, range.start), offsetOf(whole, range.end)]
    : [dockerfile.offsetAt(range.start), dockerfile.offsetAt(range.end)];
  const matches = [...whole.slice(from, to).matchAll(new RegExp(pattern.source, 'g'))];
  const [only] = matches;
  if (matches.length !== 1 || !only) return [];
  const target = index.range(from + only.index, from + only.index + only[0].length);
  const edit = file?.source === undefined ? replace(target, text) : replaceIn(file.source, target, text);
  return [{ title, edits: [edit], safe: true }];
}

function offsetOf(text: string, position: Range['start']): number {
  const ends = /\r\n|\r|\n/g;
  for (let line = 0; line < position.line; line += 1) if (!ends.test(text)) return text.length;
  return Math.min(ends.lastIndex + position.character, text.length);
}

/** Adds arguments to the command line of a server: in ENTRYPOINT or CMD, or in a shell script of the context. */
export function addArguments(subject: Subject, found: FoundServer, ...words: readonly string[]): readonly Fix[] {
  const edit = found.file ? inScript(found.file, found, words) : inDockerfile(subject, found, words);
  return edit ? [{ title: `Add \`${words.join(' ')}\``, edits: [edit], safe: true }] : [];
}

function inDockerfile(subject: Subject, found: FoundServer, words: readonly string[]): Edit | undefined {
  for (const { origin, value } of [subject.config.entrypoint, subject.config.cmd]) {
    const command = value.known ? value.value : undefined;
    if (origin.from !== 'instruction' || !command) continue;
    const line = command.words.find((it) => startsProgram(it.value.known ? it.value.value : '', found));
    if (line) {
      // The line of a shell: the whole of the shell form, or the word after `-c`.
      const { end } = line.inner;
      return replace({ start: end, end }, inShell(words));
    }
    const last = command.words.at(-1);
    const argv = command.words.map((it) => (it.value.known ? it.value.value : undefined));
    if (
      command.form !== 'exec' ||
      !last ||
      readServerCommand(argv, () => found.server.range)?.program !== found.server.program
    )
      continue;
    return replace(
      { start: last.range.end, end: last.range.end },
      words.map((word) => `, ${JSON.stringify(word)}`).join(''),
    );
  }
  return undefined;
}

function inScript({ path, source, text }: ImageFile, found: FoundServer, words: readonly string[]): Edit | undefined {
  const { start, end } = found.server.range;
  if (source === undefined || text === undefined || path.endsWith('.py') || /^#!.*python/.test(text)) return undefined;
  const command = text.slice(offsetOf(text, start), offsetOf(text, end));
  return startsProgram(command, found) ? replaceIn(source, { start: end, end }, inShell(words)) : undefined;
}

/** One simple command that starts the server, with arguments. */
function startsProgram(line: string, { server }: FoundServer): boolean {
  if (line.length > 2000 || !/\s/.test(line) || /[;&|<>`\n#]|\$\(/.test(line)) return false;
  const words = line.trim().split(/\s+/);
  return (
    readServerCommand(words[0] === 'exec' ? words.slice(1) : words, () => server.range)?.program === server.program
  );
}

function inShell(words: readonly string[]): string {
  return words.map((word) => ` ${/\s|;/.test(word) ? `'${word}'` : word}`).join('');
}
