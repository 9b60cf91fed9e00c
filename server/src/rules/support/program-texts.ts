import type { Range } from 'vscode-languageserver-types';
import { PROGRAM_VARIABLE } from '../../../../contract/environment';
import { CODE_DIR } from '../../../../contract/filesystem';
import { joinInside } from '../../context/paths';
import type { ImageFile } from '../../context/types';
import { indexText } from '../../readers/text-index';
import { languageOf } from '../../start/language';
import type { Start } from '../../start/types';
import type { Subject } from '../../subject';

export type Job = 'train' | 'serve' | 'run';

/** Python and shell programs of these starts, with the modules they import and the script a toolkit would run. Each once. */
export function programsOf(subject: Subject, jobs: readonly Job[]): readonly ImageFile[] {
  const found = new Map<string, ImageFile>();
  for (const job of jobs) {
    const start: Start = subject[job];
    for (const { file } of start.chain) if (file) found.set(file.path, file);
    if (job !== 'run') for (const { file } of subject.pythonOf(job)) found.set(file.path, file);
    const script = job === 'train' ? toolkitProgram(subject) : undefined;
    if (script) found.set(script.path, script);
  }
  return [...found.values()].filter(
    (file) => file.text !== undefined && ['python', 'shell'].includes(languageOf(file)),
  );
}

/** The file that SAGEMAKER_PROGRAM names. */
export function toolkitProgram(subject: Subject): ImageFile | undefined {
  const setting = subject.config.env.get(PROGRAM_VARIABLE);
  if (!setting?.value.known || setting.value.value === '') return undefined;
  const found = subject.files.lookup(joinInside(CODE_DIR, setting.value.value));
  return found.state === 'present' ? found.file : undefined;
}

export interface Piece {
  readonly text: string;
  readonly range: Range;
}

/** Every place in the program's code (Python: in its string literals; shell: outside comments) that fits the pattern. */
export function piecesOf(subject: Subject, file: ImageFile, pattern: RegExp): readonly Piece[] {
  const text = file.text ?? '';
  const index = indexText(text);
  const pieces: Piece[] = [];
  for (const [start, end] of areas(subject, file, text)) {
    for (const match of text.slice(start, end).matchAll(pattern)) {
      const at = start + match.index;
      pieces.push({ text: match[0], range: index.range(at, at + match[0].length) });
    }
  }
  return pieces;
}

function areas(subject: Subject, file: ImageFile, text: string): readonly (readonly [number, number])[] {
  const lines = lineStarts(text);
  if (languageOf(file) === 'shell') {
    return lines.flatMap((start, line) => {
      const end = lines[line + 1] ?? text.length;
      return /^\s*#/.test(text.slice(start, end)) ? [] : [[start, end] as const];
    });
  }
  const offset = ({ line, character }: Range['start']): number =>
    Math.min((lines[line] ?? text.length) + character, text.length);
  return (subject.python(file)?.strings ?? []).map(({ range }) => [offset(range.start), offset(range.end)] as const);
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((it) => it.index + it[0].length)];
}
