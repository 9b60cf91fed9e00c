import type { FileEffect } from '../shell/effects';
import { applyInstall } from './apply-install';
import { applyLink, applyTransfer } from './apply-transfer';
import { provenanceOf, writtenNode } from './command-setting';
import type { CommandSetting } from './command-setting';
import { isLikelyFile } from './copy-target';
import { directoryNode } from './image-tree';
import type { Node } from './image-tree';
import { filesAt, nodesAt } from './match-nodes';
import { triOf } from './mode';
import { isWithin, joinInside } from './paths';
import type { Tri } from './types';

type Effect<K extends FileEffect['kind']> = Extract<FileEffect, { kind: K }>;

/** Changes the image as the command does. */
export function applyEffect(effect: FileEffect, setting: CommandSetting): void {
  switch (effect.kind) {
    case 'chmod':
      chmod(effect, setting);
      break;
    case 'write':
      write(effect, setting);
      break;
    case 'copy':
    case 'move':
      applyTransfer(effect, setting);
      break;
    case 'link':
      applyLink(effect, setting);
      break;
    case 'remove':
      remove(effect, setting);
      break;
    case 'mkdir':
      makeDirectory(effect, setting);
      break;
    case 'lf':
      repairLineEnds(effect, setting);
      break;
    case 'opaque':
      if (effect.project) applyInstall(effect.project, effect.why, setting);
      else addOpaque(effect, setting);
  }
}

function chmod(effect: Effect<'chmod'>, setting: CommandSetting): void {
  const { tree, command } = setting;
  if (effect.executable === undefined) return;
  const wanted: Tri = triOf(effect.executable);
  for (const path of effect.paths) {
    const files = path.known ? filesAt(tree, path.value, effect) : tree.nodes((node) => node.type === 'file');
    const sure = path.known && !effect.maybe;
    for (const node of files) {
      if (node.executable !== wanted) tree.put({ ...node, executable: sure ? wanted : 'unknown' });
    }
    if (sure && files.length === 0 && !effect.glob && !effect.recursive && isUnseenFile(path.value, setting))
      tree.put(writtenNode(path.value, wanted, () => undefined, command));
  }
}

/** A file that nobody saw being made must be there, else the command would fail. */
function isUnseenFile(path: string, { tree, programDirectories }: CommandSetting): boolean {
  if (tree.lookup(path).state !== 'unknown') return false;
  return isLikelyFile(path, { path, directory: 'no' }, programDirectories);
}

function write(effect: Effect<'write'>, { tree, command }: CommandSetting): void {
  if (!effect.path.known) {
    tree.addHole({ directory: '/', why: 'a RUN instruction writes to a path that is not known' });
    return;
  }
  const path = tree.resolve(effect.path.value, true) ?? effect.path.value;
  if (tree.isDirectory(path) === 'yes') return;
  const before = tree.lookup(path);
  const node = tree.at(path);
  if (effect.maybe && before.state !== 'present') {
    if (before.state === 'absent') tree.addHole({ directory: path, why: `\`${path}\` may be written or not` });
    return;
  }
  const kept: Tri = before.state === 'present' ? before.file.executable : before.state === 'absent' ? 'no' : 'unknown';
  const wanted = effect.executable === undefined ? kept : triOf(effect.executable);
  const executable = effect.maybe && wanted !== kept ? 'unknown' : wanted;
  if (effect.append && effect.text === '' && node) {
    tree.put({ ...node, executable });
    return;
  }
  const text = textAfter(effect, before.state, node);
  tree.put(writtenNode(path, executable, () => text, command));
}

function textAfter(
  effect: Effect<'write'>,
  before: 'present' | 'absent' | 'unknown',
  node: Node | undefined,
): string | undefined {
  if (effect.maybe || effect.text === undefined) return undefined;
  if (!effect.append || before === 'absent') return effect.text;
  const old = node?.content();
  return old === undefined ? undefined : old + effect.text;
}

function remove(effect: Effect<'remove'>, { tree }: CommandSetting): void {
  for (const path of effect.paths) {
    if (!path.known) continue;
    const paths = effect.glob ? nodesAt(tree, path.value, true).map((node) => node.path) : [path.value];
    for (const each of paths) {
      if (joinInside('/', each) === '/') continue;
      const was = tree.lookup(each).state;
      tree.remove(each);
      if (effect.maybe && was !== 'absent') tree.addHole({ directory: each, why: `\`${each}\` may be removed or not` });
    }
  }
}

function makeDirectory({ path, maybe }: Effect<'mkdir'>, { tree, command }: CommandSetting): void {
  if (!path.known || maybe || tree.isDirectory(path.value) === 'yes') return;
  const { instruction, range } = command;
  tree.put(directoryNode(joinInside('/', path.value), { instruction, range, provenance: provenanceOf(command) }));
}

/** The benefit of the doubt: a repair that may or may not happen counts. */
function repairLineEnds(effect: Effect<'lf'>, { tree }: CommandSetting): void {
  for (const path of effect.paths) {
    const files = path.known ? filesAt(tree, path.value, effect) : tree.nodes();
    for (const node of files) if (!node.lineEndsRepaired) tree.put({ ...node, lineEndsRepaired: true });
  }
}

/** Files may appear, and those that are there may be made executable. */
function addOpaque({ where, why }: Effect<'opaque'>, { tree }: CommandSetting): void {
  const directory = where === 'anywhere' ? '/' : joinInside('/', where);
  tree.addHole({ directory, why });
  const isTouched = ({ type, path, executable }: Node): boolean =>
    type === 'file' && (executable === 'no' || path === directory) && isWithin(path, directory);
  for (const node of tree.nodes(isTouched)) tree.put({ ...node, executable: 'unknown' });
}
