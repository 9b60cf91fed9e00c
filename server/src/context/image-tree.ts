import { memo } from '../lazy';
import { baseName, dirName, isBelow, isWithin, joinInside } from './paths';
import type { ImageFile, Lookup, Tri } from './types';

/** A file of the image; its text is read only when somebody asks. */
export interface Node extends Omit<ImageFile, 'text'> {
  readonly content: () => string | undefined;
}

/** A part of the image of which the Dockerfile doesn't tell what it holds; `ask` when something else does. */
export interface Hole {
  readonly directory: string;
  readonly why: string;
  readonly ask?: (path: string) => Lookup;
}

/** The image's file system while the instructions are applied to it in order. */
export interface ImageTree {
  put(node: Node): void;
  /** Removes the path and everything below. */
  remove(path: string): void;
  addHole(hole: Hole): void;
  /** The node at the path, links in its folders followed, not its own. */
  at(path: string): Node | undefined;
  /** Nodes below the directory, in order of path. */
  below(directory: string): readonly Node[];
  /** In order of path; those that pass the test. */
  nodes(test?: (node: Node) => boolean): readonly Node[];
  /** Is it a directory when the next instruction runs? */
  isDirectory(path: string): Tri;
  lookup(path: string): Lookup;
  /** The node as others see it; always the same object for the same node. */
  fileOf(node: Node): ImageFile;
  /** Where the path leads once links are followed; undefined when they lead in a circle. */
  resolve(path: string, followLast: boolean): string | undefined;
}

const MOST_LINKS = 40;

interface State {
  readonly nodes: Map<string, Node>;
  /** Directories that exist because something was put into them. */
  readonly implied: Map<string, Node>;
  readonly holes: (Hole & { readonly at: number })[];
  readonly removed: Map<string, number>;
  readonly fileOf: (node: Node) => ImageFile;
  clock: number;
  links: number;
}

/** An image that holds what `base` says. */
export function createTree(base: (path: string) => Lookup): ImageTree {
  const fileOf = memo(toImageFile);
  const state: State = {
    nodes: new Map(),
    implied: new Map(),
    holes: [],
    removed: new Map(),
    fileOf,
    clock: 0,
    links: 0,
  };
  const lookup = (path: string): Lookup => lookupIn(state, base, path);
  const resolve = (path: string, followLast: boolean): string | undefined => followLinks(state, path, followLast);
  return {
    put: (node) => {
      put(state, node);
    },
    remove: (path) => {
      remove(state, resolve(path, false) ?? path);
    },
    addHole: (hole) =>
      void state.holes.push({ ...hole, directory: joinInside('/', hole.directory), at: ++state.clock }),
    at: (path) => state.nodes.get(resolve(path, false) ?? path),
    below: (directory) => sorted(state, (node) => isBelow(node.path, directory)),
    nodes: (test) => sorted(state, test),
    isDirectory(path) {
      const found = lookup(path);
      if (found.state === 'unknown') return 'unknown';
      return found.state === 'present' && found.file.type === 'directory' ? 'yes' : 'no';
    },
    lookup,
    fileOf,
    resolve,
  };
}

function put(state: State, node: Node): void {
  const path = followLinks(state, node.path, false) ?? node.path;
  if (path === '/') return;
  const old = state.nodes.get(path);
  if (old?.linkTo !== undefined) state.links--;
  if (node.linkTo !== undefined) state.links++;
  // A directory put again keeps who made it first.
  if (old?.type === 'directory' && node.type === 'directory') return;
  state.nodes.set(path, path === node.path ? node : { ...node, path });
  for (let folder = dirName(path); folder !== '/' && !state.implied.has(folder); folder = dirName(folder))
    state.implied.set(folder, directoryNode(folder, node));
}

/** A directory that came with another file. */
export function directoryNode(path: string, from: Pick<Node, 'instruction' | 'range' | 'provenance'>): Node {
  return {
    path,
    type: 'directory',
    executable: 'yes',
    source: undefined,
    content: () => undefined,
    instruction: from.instruction,
    range: from.range,
    lineEndsRepaired: false,
    provenance: from.provenance,
    linkTo: undefined,
  };
}

function remove(state: State, path: string): void {
  state.removed.set(path, ++state.clock);
  if (path !== '/' && !state.nodes.has(path) && !state.implied.has(path)) return;
  for (const [key, node] of state.nodes) {
    if (!isWithin(key, path)) continue;
    if (node.linkTo !== undefined) state.links--;
    state.nodes.delete(key);
  }
  for (const key of state.implied.keys()) if (isWithin(key, path)) state.implied.delete(key);
}

function followLinks(state: State, path: string, followLast: boolean): string | undefined {
  if (state.links === 0) return path;
  let done = '';
  let rest = path.split('/').filter((part) => part !== '');
  for (let links = 0; rest.length > 0;) {
    const next = `${done}/${rest[0] ?? ''}`;
    rest = rest.slice(1);
    const target = rest.length > 0 || followLast ? state.nodes.get(next)?.linkTo : undefined;
    if (target === undefined) {
      done = next;
      continue;
    }
    if (++links > MOST_LINKS) return undefined;
    rest = [
      ...joinInside(done === '' ? '/' : done, target)
        .split('/')
        .filter((part) => part !== ''),
      ...rest,
    ];
    done = '';
  }
  return done === '' ? '/' : done;
}

function lookupIn(state: State, base: (path: string) => Lookup, asked: string): Lookup {
  const path = followLinks(state, asked, true);
  if (path === undefined) return { state: 'unknown', why: `the links at \`${asked}\` lead in a circle` };
  const node = state.nodes.get(path) ?? state.implied.get(path);
  if (node) return { state: 'present', file: state.fileOf(node) };
  const found = lookupUnwritten(state, base, path);
  const isLink = path !== asked && state.nodes.get(asked)?.linkTo !== undefined;
  if (found.state === 'absent' && isLink && !hasFileNamed(state, baseName(path)))
    return {
      state: 'unknown',
      why: `\`${asked}\` is a link to \`${path}\`, which the Dockerfile does not put there itself`,
    };
  return found;
}

/** The file that a link was to lead to lies elsewhere: the link leads nowhere. Without one, something unseen may bring it. */
function hasFileNamed({ nodes }: State, name: string): boolean {
  return [...nodes.values()].some((it) => it.type === 'file' && it.linkTo === undefined && baseName(it.path) === name);
}

function lookupUnwritten(state: State, base: (path: string) => Lookup, path: string): Lookup {
  const removedAt = lastRemoval(state, path);
  for (let index = state.holes.length - 1; index >= 0; index--) {
    const hole = state.holes[index];
    if (hole === undefined || hole.at < removedAt || !isWithin(path, hole.directory)) continue;
    const answer: Lookup = hole.ask ? hole.ask(path) : { state: 'unknown', why: hole.why };
    if (answer.state !== 'absent') return answer;
  }
  return removedAt > 0 ? { state: 'absent' } : base(path);
}

function lastRemoval(state: State, path: string): number {
  let last = 0;
  if (state.removed.size === 0) return last;
  for (let at = path; ; at = dirName(at)) {
    last = Math.max(last, state.removed.get(at) ?? 0);
    if (at === dirName(at)) return last;
  }
}

function sorted({ nodes }: State, test?: (node: Node) => boolean): readonly Node[] {
  const found: Node[] = [];
  for (const node of nodes.values()) if (test === undefined || test(node)) found.push(node);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A node whose text is read when asked for. */
class TreeFile implements ImageFile {
  readonly path: string;
  readonly type: ImageFile['type'];
  readonly executable: Tri;
  readonly source: string | undefined;
  readonly instruction: ImageFile['instruction'];
  readonly range: ImageFile['range'];
  readonly lineEndsRepaired: boolean;
  readonly provenance: string;
  readonly linkTo: string | undefined;

  constructor(private readonly node: Node) {
    this.path = node.path;
    this.type = node.type;
    this.executable = node.executable;
    this.source = node.source;
    this.instruction = node.instruction;
    this.range = node.range;
    this.lineEndsRepaired = node.lineEndsRepaired;
    this.provenance = node.provenance;
    this.linkTo = node.linkTo;
  }

  get text(): string | undefined {
    return this.node.content();
  }
}

/** The node as others see it. */
export function toImageFile(node: Node): ImageFile {
  return new TreeFile(node);
}

/** The other way round: a file of another image. */
export function toNode(file: ImageFile): Node {
  const { path, type, executable, source, instruction, range, lineEndsRepaired, provenance, linkTo } = file;
  const content = (): string | undefined => file.text;
  return { path, type, executable, source, content, instruction, range, lineEndsRepaired, provenance, linkTo };
}
