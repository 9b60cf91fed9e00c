import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { compileGlob, globMatches } from './glob';
import { baseName, dirName, joinInside } from './paths';
import type { Hole } from './image-tree';
import type { ImageFile, Tri } from './types';
import type { Range } from 'vscode-languageserver-types';

/** One thing that a COPY or ADD does to the image. */
export type Placement =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly range: Range;
      readonly executable: Tri;
      /** Absolute path in the build context. */
      readonly source?: string | undefined;
      readonly content: () => string | undefined;
      readonly lineEndsRepaired?: boolean;
      readonly linkTo?: string | undefined;
    }
  | { readonly kind: 'directory'; readonly path: string; readonly range: Range }
  | ({ readonly kind: 'hole' } & Hole);

/** How many files of folders inside images may still be copied one by one. */
export interface CopyBudget {
  left: number;
}

/** Where a COPY puts things. */
export interface CopyTarget {
  /** Absolute, without a slash at the end. */
  readonly path: string;
  /** Certainly a directory, certainly not yet one, or not known. */
  readonly directory: Tri;
}

/** Where a single file of that name goes; a hole beside it when the destination may be a directory already. */
export function fileTarget(
  target: CopyTarget,
  name: string,
): { readonly path: string; readonly holes: readonly Placement[] } {
  if (target.directory === 'yes') return { path: joinInside(target.path, name), holes: [] };
  const hole: Placement = {
    kind: 'hole',
    directory: target.path,
    why: `\`${target.path}\` may be a directory of the base image`,
  };
  return { path: target.path, holes: target.directory === 'no' || isFileName(target.path, name) ? [] : [hole] };
}

/** Does the destination name a file: with an extension, or the name that the source has? */
function isFileName(path: string, sourceName: string): boolean {
  return hasExtension(path) || baseName(path) === sourceName;
}

function hasExtension(path: string): boolean {
  return /[^/]\.[A-Za-z0-9_]+$/.test(baseName(path));
}

/**
 * Is a source that can't be seen a file rather than a folder? By its name, or because it goes into a directory of
 * programs, which nobody fills with a whole folder unless that is called `bin`.
 */
export function isLikelyFile(source: string, target: CopyTarget, programDirectories: ReadonlySet<string>): boolean {
  if (/(?:^|\/)\.{0,2}$/.test(source)) return false;
  const name = baseName(source);
  if (name === TRAIN_WORD || name === SERVE_WORD || hasExtension(name)) return true;
  if (/^s?bin$/.test(name)) return false;
  if (target.directory === 'yes') return programDirectories.has(target.path);
  return programDirectories.has(dirName(target.path)) && !programDirectories.has(target.path);
}

/** `--exclude` patterns as a test of paths relative to the source. */
export function excluder(patterns: readonly string[]): (relative: string) => boolean {
  const compiled = patterns.map((pattern) => compileGlob(joinInside('/', pattern).slice(1), true));
  return (relative) => {
    for (let at = relative; at !== ''; at = dirName(at)) {
      if (compiled.some((glob) => glob && globMatches(glob, at))) return true;
    }
    return false;
  };
}

/** The file of another image, now at `path`. */
export function placeImageFile(file: ImageFile, path: string, range: Range): Placement {
  if (file.type === 'directory') return { kind: 'directory', path, range };
  const { executable, source, lineEndsRepaired } = file;
  return { kind: 'file', path, range, executable, source, lineEndsRepaired, content: () => file.text };
}
