import type { Range } from 'vscode-languageserver-types';
import { isWithin, normalPath } from '../../../../contract/paths';
import type { ImageFile } from '../../context/types';
import type { PythonFacts } from '../../readers/types';

export interface Access {
  readonly path: string;
  readonly range: Range;
}

/** Literal paths strictly below one of the directories that the program opens; not when it looks first whether they are there. */
export function readsBelow(file: ImageFile, facts: PythonFacts, directories: readonly string[]): readonly Access[] {
  if (catchesFailures(file)) return [];
  const looks = facts.reads.filter((it) => /exists|is_?file|is_?dir/.test(lineAt(file, it.range)));
  return facts.reads
    .filter((it) => !looks.some((look) => isWithin(it.value, look.value)))
    .map((it) => ({ path: it.value, range: it.range }))
    .filter((it) => isBelow(it.path, directories));
}

/** Somewhere it goes on when a file can't be opened. */
export function catchesFailures({ text }: ImageFile): boolean {
  return /\bexcept[ \t]*:|\bexcept\b[^:\n]*\b(?:Exception|OSError|IOError|EnvironmentError|FileNotFoundError|PermissionError)\b|\bsuppress\(/.test(
    text ?? '',
  );
}

/** Literal paths strictly below one of the directories that the program writes; making a directory is no harm. */
export function writesBelow(file: ImageFile, facts: PythonFacts, directories: readonly string[]): readonly Access[] {
  return facts.writes
    .filter((it) => !/mkdir|makedirs/.test(lineAt(file, it.range)))
    .map((it) => ({ path: it.value, range: it.range }))
    .filter((it) => isBelow(it.path, directories));
}

function isBelow(path: string, directories: readonly string[]): boolean {
  const normal = normalPath(path);
  return normal !== undefined && directories.some((it) => isWithin(normal, it) && normal !== it);
}

function lineAt({ text }: ImageFile, range: Range): string {
  return text?.split(/\r\n|\r|\n/)[range.start.line] ?? '';
}
