import type { ContextState, PathState } from '../../../engine/src/docker/build/context-state';
import type { ReplacedFile } from '../../../engine/src/local/replace-files';
import { copiesFile } from '../testing/copied-files';

/** Where the image has a file of the context. */
export interface CopiedTo {
  readonly images: readonly string[];
  /** Why a change of it needs a build; undefined: it can be copied over. */
  readonly needsBuild: string | undefined;
  /** Of its content; undefined: it is too large to be compared. */
  readonly sha256: string | undefined;
}

/** What an image is built of. */
export interface BuildInputs extends ContextState {
  /** The image that runs here. */
  readonly image: string;
  /** Absolute path of the context. */
  readonly folder: string;
  /** Target, arguments, platform: the same text, the same build. */
  readonly recipe: string;
}

/** What an image was built of, and what became of it. */
export interface BuiltImage extends BuildInputs {
  readonly imageId: string;
  /** By path relative to the context. */
  readonly copied: ReadonlyMap<string, CopiedTo>;
}

/** Why an image has to be built. */
export type Why =
  | { readonly kind: 'unknown' | 'recipe' | 'dockerfile' }
  | { readonly kind: 'added' | 'removed' | 'mode' | 'unfollowed' | 'large'; readonly path: string }
  | { readonly kind: 'used'; readonly path: string; readonly how: string }
  | { readonly kind: 'engine'; readonly message: string };

/** How an image gets what has changed since it was built. */
export type ToDo =
  { readonly kind: 'copy'; readonly files: readonly ReplacedFile[] } | { readonly kind: 'build'; readonly why: Why };

/** Copies when nothing but content has changed, of files that the image has just as they are; else, and in doubt, builds. */
export function whatToDo(before: BuiltImage | undefined, now: BuildInputs): ToDo {
  if (before === undefined || now.dockerfile === undefined) return { kind: 'build', why: { kind: 'unknown' } };
  if (before.recipe !== now.recipe) return { kind: 'build', why: { kind: 'recipe' } };
  if (before.dockerfile !== now.dockerfile || before.ignored !== now.ignored) {
    return { kind: 'build', why: { kind: 'dockerfile' } };
  }
  const files: ReplacedFile[] = [];
  for (const path of new Set([...before.paths.keys(), ...now.paths.keys()])) {
    const [then, current] = [before.paths.get(path), now.paths.get(path)];
    if (same(then, current) || !copiesFile(now.dockerfile, path)) continue;
    const change = replaced(before, path, then, current);
    if ('kind' in change) return { kind: 'build', why: change };
    files.push(...change.files);
  }
  return { kind: 'copy', files };
}

function same(before: PathState | undefined, now: PathState | undefined): boolean {
  return before?.kind === now?.kind && before?.mode === now?.mode && before?.version === now?.version;
}

function replaced(
  { copied, folder, image, imageId }: BuiltImage,
  path: string,
  before: PathState | undefined,
  now: PathState | undefined,
): Why | { readonly files: readonly ReplacedFile[] } {
  if (before === undefined) return { kind: 'added', path };
  if (now === undefined) return { kind: 'removed', path };
  if (before.mode !== now.mode) return { kind: 'mode', path };
  const to = copied.get(path);
  if (now.kind !== 'file' || before.kind !== 'file' || to === undefined) return { kind: 'unfollowed', path };
  const { images, needsBuild, sha256 } = to;
  if (needsBuild !== undefined) return { kind: 'used', path, how: needsBuild };
  if (sha256 === undefined) return { kind: 'large', path };
  return { files: images.map((at) => ({ image, imageId, path: at, local: `${folder}/${path}`, sha256 })) };
}
