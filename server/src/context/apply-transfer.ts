import type { FileEffect } from '../shell/effects';
import { provenanceOf, writtenNode } from './command-setting';
import type { CommandSetting } from './command-setting';
import { fileTarget, isLikelyFile } from './copy-target';
import type { CopyTarget } from './copy-target';
import { directoryNode, toNode } from './image-tree';
import type { Hole, ImageTree, Node } from './image-tree';
import { shellPattern } from './match-nodes';
import { triOf } from './mode';
import { baseName, dirName, isBelow, joinInside, relativeTo } from './paths';
import type { Tri } from './types';

type Transfer = Extract<FileEffect, { from: unknown }>;

interface Changes {
  readonly nodes: Node[];
  readonly holes: Hole[];
}

/** `cp` and `mv`: what is known of a file goes with it. */
export function applyTransfer(effect: Transfer, setting: CommandSetting): void {
  const { tree } = setting;
  const why = `a RUN instruction copies files to a path that is not known`;
  if (!effect.to.known) {
    tree.addHole({ directory: '/', why });
    return;
  }
  const to = joinInside('/', effect.to.value);
  const target: CopyTarget = { path: to, directory: effect.intoDirectory ? 'yes' : tree.isDirectory(to) };
  if (!effect.from.known || effect.maybe) {
    tree.addHole({ directory: to, why: `what is copied to \`${to}\` is not known` });
    return;
  }
  const sources = effect.glob ? matches(tree, effect.from.value) : [joinInside('/', effect.from.value)];
  const changes: Changes = { nodes: [], holes: [] };
  if (effect.glob && (sources.length === 0 || isOpen(tree, dirName(effect.from.value))))
    changes.holes.push({ directory: to, why: `what \`${effect.from.value}\` matches is not known` });
  for (const source of sources) collect(source, target, effect, setting, changes);
  if (effect.kind === 'move') for (const source of sources) tree.remove(source);
  for (const node of changes.nodes) tree.put(node);
  for (const hole of changes.holes) tree.addHole(hole);
}

/** `ln`: later lookups follow it. */
export function applyLink(effect: Transfer, { tree, command }: CommandSetting): void {
  if (!effect.to.known) {
    tree.addHole({ directory: '/', why: 'a RUN instruction makes a link that is not known' });
    return;
  }
  const to = joinInside('/', effect.to.value);
  if (!effect.from.known || effect.glob) {
    tree.addHole({ directory: to, why: `where \`${to}\` leads is not known` });
    return;
  }
  const from = joinInside('/', effect.from.value);
  const into = effect.intoDirectory || tree.isDirectory(to) === 'yes';
  const path = into ? joinInside(to, baseName(from)) : to;
  if (path === from) return;
  if (effect.maybe) {
    tree.addHole({ directory: path, why: `the link \`${path}\` may be made or not` });
    return;
  }
  const found = tree.lookup(from);
  const executable = found.state === 'present' ? found.file.executable : 'unknown';
  tree.put({ ...writtenNode(path, executable, () => undefined, command), linkTo: from });
}

function collect(
  source: string,
  target: CopyTarget,
  effect: Transfer,
  setting: CommandSetting,
  changes: Changes,
): void {
  const { tree, command, programDirectories } = setting;
  const found = tree.lookup(source);
  if (found.state === 'present' && found.file.type === 'directory') {
    if (effect.recursive) collectFolder(found.file.path, source, target, setting, changes);
    return;
  }
  const { path, holes } = fileTarget(target, baseName(source));
  for (const hole of holes) if (hole.kind === 'hole') changes.holes.push(hole);
  if (found.state === 'present') {
    const executable = executableOf(found.file.executable, path, effect, tree);
    changes.nodes.push({ ...toNode(found.file), ...changedBy(setting), path, executable, linkTo: undefined });
  } else if (isLikelyFile(source, target, programDirectories)) {
    const executable = effect.executable === undefined ? 'unknown' : triOf(effect.executable);
    changes.nodes.push(writtenNode(path, executable, () => undefined, command));
  } else changes.holes.push({ directory: target.path, why: `what is in \`${source}\` is not known` });
}

/** A copy onto an existing file leaves that file's mode as it is, unless a mode is asked for. */
function executableOf(ofSource: Tri, path: string, effect: Transfer, tree: ImageTree): Tri {
  if (effect.executable === true) return 'yes';
  const old = effect.kind === 'copy' ? tree.at(path) : undefined;
  if (old?.type === 'file') return old.executable;
  return effect.executable === undefined ? ofSource : 'no';
}

function collectFolder(
  folder: string,
  source: string,
  target: CopyTarget,
  setting: CommandSetting,
  changes: Changes,
): void {
  const { tree } = setting;
  // An existing destination gets the folder itself, a new one what is in it.
  const to = target.directory === 'yes' ? joinInside(target.path, baseName(source)) : target.path;
  changes.nodes.push(directoryNode(to, changedBy(setting)));
  const below = tree.below(folder);
  const copied = Math.max(0, Math.min(below.length, setting.budget.left));
  setting.budget.left -= copied;
  for (const node of below.slice(0, copied))
    changes.nodes.push({ ...node, ...changedBy(setting), path: joinInside(to, relativeTo(folder, node.path)) });
  if (copied < below.length || isOpen(tree, folder) || target.directory === 'unknown')
    changes.holes.push({ directory: to, why: `what is in \`${source}\` is not known` });
}

function changedBy({ command }: CommandSetting): Pick<Node, 'instruction' | 'range' | 'provenance'> {
  return { instruction: command.instruction, range: command.range, provenance: provenanceOf(command) };
}

/** May the folder hold files that nobody named? */
function isOpen(tree: ImageTree, folder: string): boolean {
  return tree.lookup(joinInside(folder, ' any other file ')).state === 'unknown';
}

/** Files and folders that the pattern matches. */
function matches(tree: ImageTree, pattern: string): readonly string[] {
  const fits = shellPattern(joinInside('/', pattern));
  const found = new Set<string>();
  const depth = joinInside('/', pattern).split('/').length;
  for (const { path } of tree.nodes()) {
    const head = path.split('/').slice(0, depth).join('/');
    if (fits(head) && (head === path || isBelow(path, head))) found.add(head);
  }
  return [...found];
}
