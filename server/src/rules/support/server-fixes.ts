import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../../context/types';
import type { Fix, Related } from '../../lint/finding';
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
  if (file && file.path !== '') return { range: fileRange(subject, file), related: relatedInFile(file, range, message) };
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
  const whole = file ? file.text : subject.dockerfile.text;
  if (whole === undefined || (file && file.source === undefined) || isEmpty(range)) return [];
  const index = indexText(whole);
  const [from, to] = [offsetOf(whole, range.start), offsetOf(whole, range.end)];
  const matches = [...whole.slice(from, to).matchAll(new RegExp(pattern.source, 'g'))];
  const [only] = matches;
  if (matches.length !== 1 || !only) return [];
  const target = index.range(from + only.index, from + only.index + only[0].length);
  const edit = file?.source === undefined ? replace(target, text) : replaceIn(file.source, target, text);
  return [{ title, edits: [edit], safe: true }];
}

function offsetOf(text: string, position: Range['start']): number {
  let offset = 0;
  for (let line = 0; line < position.line; line += 1) {
    const next = text.indexOf('\n', offset);
    if (next < 0) return text.length;
    offset = next + 1;
  }
  return Math.min(offset + position.character, text.length);
}

/** Adds arguments to a server that ENTRYPOINT or CMD starts in exec form. */
export function addArguments(subject: Subject, found: FoundServer, ...words: readonly string[]): readonly Fix[] {
  if (found.file) return [];
  for (const setting of [subject.config.entrypoint, subject.config.cmd]) {
    const command = setting.value.known ? setting.value.value : undefined;
    if (setting.origin.from !== 'instruction' || command?.form !== 'exec') continue;
    const argv = command.words.map((it) => (it.value.known ? it.value.value : undefined));
    if (readServerCommand(argv, () => found.server.range)?.program !== found.server.program) continue;
    const last = command.words.at(-1);
    if (!last) continue;
    const text = words.map((word) => `, ${JSON.stringify(word)}`).join('');
    const edits = [replace({ start: last.range.end, end: last.range.end }, text)];
    return [{ title: `Add \`${words.join(' ')}\``, edits, safe: true }];
  }
  return [];
}
