import type { Range } from 'vscode-languageserver-types';
import { OPT_ML, type OptMlPath } from '../../../../contract/filesystem';
import { isWithin, joinInside } from '../../context/paths';
import type { CopySource, ImageFile } from '../../context/types';
import { effectsOf } from '../../shell/effects';
import type { ShellCommand } from '../../shell/types';
import type { Subject } from '../../subject';
import { baseName } from './places';

/** One step of the Dockerfile that leaves files where SageMaker mounts something. */
export interface Baked {
  readonly range: Range;
  readonly mount: OptMlPath;
  /** Paths in the image, sorted; the destination when the files themselves are not known. */
  readonly paths: readonly string[];
  /** The files as far as they are known. */
  readonly files: readonly ImageFile[];
}

/** The mount that hides a path, undefined where nothing does. */
export type Cover = (path: string) => OptMlPath | undefined;

/** Files that the Dockerfile puts below a mount and doesn't take away again, by the step that brings them and the mount. */
export function bakedBelow(subject: Subject, cover: Cover): readonly Baked[] {
  const found = new Map<string, { range: Range; mount: OptMlPath; paths: string[]; files: ImageFile[] }>();
  const add = (range: Range, mount: OptMlPath, path: string, file: ImageFile | undefined): void => {
    const key = `${range.start.line}:${range.start.character} ${mount.path}`;
    const known = found.get(key) ?? { range, mount, paths: [], files: [] };
    found.set(key, known);
    known.paths.push(path);
    if (file) known.files.push(file);
  };
  for (const file of subject.files.files) {
    const mount =
      file.instruction && file.type === 'file' && isWithin(file.path, OPT_ML) ? cover(file.path) : undefined;
    if (mount && file.range && file.path !== mount.path && !isPlaceholder(file))
      add(file.range, mount, file.path, file);
  }
  const seen = new Set([...found.values()].map((it) => positionOf(it.range)));
  for (const { range, path } of unseen(subject)) {
    const mount = cover(path);
    if (mount && !seen.has(positionOf(range)) && maybeFilled(subject, path)) add(range, mount, path, undefined);
  }
  return [...found.values()];
}

function positionOf(range: Range): string {
  return `${range.start.line}:${range.start.character}`;
}

/** Files that only keep a folder alive, and empty ones. */
function isPlaceholder(file: ImageFile): boolean {
  return (
    /^\.(?:git(?:keep|ignore)|keep|placeholder|DS_Store|dockerignore)$/.test(baseName(file.path)) || file.text === ''
  );
}

/** Steps that surely bring files whose names are not known: folders that can't be looked into, archives, checkouts, downloads. */
function unseen(subject: Subject): readonly { readonly range: Range; readonly path: string }[] {
  const copied = subject.files.copies.flatMap(({ instruction, sources, destination }) =>
    destination === undefined
      ? []
      : sources
          .filter((it) => hidesFiles(it, instruction.keyword === 'ADD'))
          .map((it) => ({ range: it.range, path: joinInside('/', destination) })),
  );
  const filled = subject.commands
    .filter(downloads)
    .flatMap((command) =>
      effectsOf(command).flatMap((effect) =>
        effect.kind === 'opaque' && !effect.maybe && effect.where !== 'anywhere'
          ? [{ range: command.range, path: joinInside('/', effect.where) }]
          : [],
      ),
    );
  return [...copied, ...filled];
}

/** The source can't be looked into: it is elsewhere, not built yet, or an archive. Optional files (`a[b]`) may be none. */
function hidesFiles({ pattern, state }: CopySource, unpacks: boolean): boolean {
  if (pattern === undefined || pattern.includes('[') || state === 'ignored') return false;
  return state !== 'found' || (unpacks && /\.(?:tar|tar\.\w+|t[gbx]z2?)$/i.test(pattern));
}

function downloads({ words }: ShellCommand): boolean {
  const [program, verb] = words.map((it) => (it.value.known ? it.value.value : ''));
  if (program === undefined) return false;
  if (program === 'git') return verb === 'clone';
  return /^(?:tar|unzip|aws|gsutil|gcloud|azcopy|huggingface-cli|hf|wget)$/.test(baseName(program));
}

/** False once a later step has removed it. */
function maybeFilled(subject: Subject, path: string): boolean {
  return subject.files.lookup(joinInside(path, 'any-file')).state !== 'absent';
}

/** "`/opt/ml/input/a` and 3 more files". */
export function listPaths(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  if (others.length === 0) return `\`${first}\``;
  return others.length === 1 ? `\`${first}\` and another file` : `\`${first}\` and ${others.length} more files`;
}
