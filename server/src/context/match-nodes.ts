import { compileGlob, globMatches } from './glob';
import type { Glob } from './glob';
import type { ImageTree, Node } from './image-tree';
import { baseName } from './paths';

/** A shell pattern as a test of whole paths or names; names with a leading dot need one in the pattern. */
export function shellPattern(pattern: string): (text: string) => boolean {
  const glob: Glob | undefined = compileGlob(pattern.replaceAll('[!', '[^'), false);
  const wantsDot = baseName(pattern).startsWith('.');
  return (text) => glob !== undefined && globMatches(glob, text) && (wantsDot || !baseName(text).startsWith('.'));
}

/** `find -name`: any of the patterns; without patterns everything. */
export function namePattern(names: readonly string[]): (path: string) => boolean {
  const globs = names.map((name) => compileGlob(name.replaceAll('[!', '[^'), false));
  return (path) => globs.length === 0 || globs.some((glob) => glob && globMatches(glob, baseName(path)));
}

/** The nodes that a path of a command means: itself or, as a pattern, all that match. */
export function nodesAt(tree: ImageTree, path: string, glob: boolean): readonly Node[] {
  if (glob) {
    const matches = shellPattern(path);
    return tree.nodes((node) => matches(node.path));
  }
  const resolved = tree.resolve(path, true);
  const node = resolved === undefined ? undefined : tree.at(resolved);
  return node ? [node] : [];
}

/** Files that a command changes: the paths' own and, with `recursive`, those below whose names fit. */
export function filesAt(
  tree: ImageTree,
  path: string,
  how: { readonly glob: boolean; readonly recursive: boolean; readonly names: readonly string[] },
): readonly Node[] {
  const direct = nodesAt(tree, path, how.glob);
  if (!how.recursive) return direct.filter((node) => node.type === 'file');
  const fits = namePattern(how.names);
  const folders = how.glob ? matchedFolders(tree, path) : [tree.resolve(path, true) ?? path];
  const below = folders.flatMap((folder) => tree.below(folder));
  return [...new Set([...direct, ...below])].filter((node) => node.type === 'file' && fits(node.path));
}

/** Folders that a pattern matches, those included that only exist because of what is in them. */
function matchedFolders(tree: ImageTree, pattern: string): readonly string[] {
  const matches = shellPattern(pattern);
  const depth = pattern.split('/').length;
  const folders = new Set<string>();
  for (const { path } of tree.nodes()) {
    const parts = path.split('/');
    if (parts.length > depth) folders.add(parts.slice(0, depth).join('/'));
  }
  return [...folders].filter(matches);
}
