import type { Range } from 'vscode-languageserver-types';
import { expandSource } from './expand-sources';
import { fileTarget, isLikelyFile } from './copy-target';
import type { CopyBudget, CopyTarget, Placement } from './copy-target';
import { hasWildcard } from './glob';
import { executableAfter, triOf } from './mode';
import { baseName, joinInside, relativeTo } from './paths';
import type { BuildContext, CopySource } from './types';
import { hasExceptions, isIgnored, walkFolder } from './walk-folder';

/** What the flags of one COPY or ADD say. */
export interface CopyOptions {
  readonly target: CopyTarget;
  /** Undefined without `--chmod`, empty when its value is not known. */
  readonly mode: string | undefined;
  readonly parents: boolean;
  excluded(relative: string): boolean;
  /** ADD: archives are unpacked. */
  readonly unpacks: boolean;
  readonly programDirectories: ReadonlySet<string>;
  readonly budget: CopyBudget;
}

export interface Resolved {
  readonly state: CopySource['state'];
  readonly placements: readonly Placement[];
}

/** A source pattern of COPY or ADD in the build context. */
export function resolveInContext(pattern: string, range: Range, context: BuildContext, options: CopyOptions): Resolved {
  const { root, fs, reliable } = context;
  if (root === undefined) return { state: 'unchecked', placements: placeUnseen(pattern, range, options) };
  const found = expandSource(fs, root, pattern);
  const sent = found.filter((path) => !isIgnored(context, path) || hasExceptions(context));
  const placements = sent.flatMap((path) => placeFound(path, pattern, range, context, options));
  if (placements.length > 0) return { state: 'found', placements };
  if (!reliable) return { state: 'unchecked', placements: placeUnseen(pattern, range, options) };
  if (found.length > 0)
    return { state: sent.length === 0 || found.some((it) => isIgnored(context, it)) ? 'ignored' : 'found', placements };
  // A wildcard (and everything under `--parents`) that matches nothing is no error: BuildKit copies nothing.
  if (hasWildcard(pattern) || options.parents) return { state: 'unchecked', placements };
  return { state: 'missing', placements: placeUnseen(pattern, range, options) };
}

/** A source that can't be looked at: a file of unknown content, or a directory of which nothing is known. */
export function placeUnseen(pattern: string, range: Range, options: CopyOptions): readonly Placement[] {
  const { target } = options;
  const single = !hasWildcard(pattern) && !options.parents && isLikelyFile(pattern, target, options.programDirectories);
  if (!single || (options.unpacks && isArchive(pattern)))
    return [{ kind: 'hole', directory: target.path, why: `what is in \`${pattern}\` is not known` }];
  const { path, holes } = fileTarget(target, baseName(pattern));
  return [
    { kind: 'file', path, range, executable: withMode('unknown', options.mode), content: () => undefined },
    ...holes,
  ];
}

/** The execute bit once `--chmod` has its say. */
export function withMode(before: 'yes' | 'no' | 'unknown', mode: string | undefined): 'yes' | 'no' | 'unknown' {
  return mode === undefined ? before : executableAfter(mode, before);
}

export function isArchive(name: string): boolean {
  return /\.(?:tar|tar\.(?:gz|bz2|xz|zst)|tgz|tbz2?|txz)$/i.test(name);
}

function placeFound(
  path: string,
  pattern: string,
  range: Range,
  context: BuildContext,
  options: CopyOptions,
): readonly Placement[] {
  const stat = context.fs.stat(path);
  const inRoot = context.root === undefined || path === context.root ? '' : relativeTo(context.root, path);
  if (stat?.type === 'directory') return placeFolder(path, inRoot, pattern, range, context, options);
  if (!stat || isIgnored(context, path) || options.excluded(baseName(path)) || options.excluded(inRoot)) return [];
  if (options.unpacks && isArchive(path))
    return [{ kind: 'hole', directory: options.target.path, why: `ADD unpacks \`${baseName(path)}\` there` }];
  const { path: to, holes } = options.parents
    ? { path: joinInside(options.target.path, keptPart(pattern, inRoot)), holes: [] }
    : fileTarget(options.target, baseName(path));
  return [contextFile(path, to, range, triOf(stat.executable), context, options), ...holes];
}

/** The contents of a folder, not the folder itself. */
function placeFolder(
  folder: string,
  inRoot: string,
  pattern: string,
  range: Range,
  context: BuildContext,
  options: CopyOptions,
): readonly Placement[] {
  const { target } = options;
  const to = options.parents ? joinInside(target.path, keptPart(pattern, inRoot)) : target.path;
  const { entries, complete } = walkFolder(context, folder);
  if (isIgnored(context, folder) && entries.length === 0) return [];
  const placements: Placement[] = [{ kind: 'directory', path: to, range }];
  if (!complete) placements.push({ kind: 'hole', directory: to, why: `\`${pattern}\` has too many files to look at` });
  else if (!context.reliable)
    placements.push({ kind: 'hole', directory: to, why: 'the build context is not known for sure' });
  for (const { path, relative, stat } of entries) {
    if (options.excluded(relative)) continue;
    const at = joinInside(to, relative);
    if (stat.type === 'directory') placements.push({ kind: 'directory', path: at, range });
    else placements.push(contextFile(path, at, range, triOf(stat.executable), context, options));
  }
  return placements;
}

function contextFile(
  source: string,
  path: string,
  range: Range,
  executable: 'yes' | 'no' | 'unknown',
  { fs }: BuildContext,
  { mode }: CopyOptions,
): Placement {
  return { kind: 'file', path, range, source, executable: withMode(executable, mode), content: () => fs.read(source) };
}

/** `--parents` keeps the folders; those before a `/./` in the pattern are left out. */
function keptPart(pattern: string, inRoot: string): string {
  const pivot = pattern.indexOf('/./');
  if (pivot < 0) return inRoot;
  const dropped = joinInside('/', pattern.slice(0, pivot))
    .split('/')
    .filter((part) => part !== '').length;
  return inRoot.split('/').slice(dropped).join('/');
}
