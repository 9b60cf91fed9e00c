import { parseTree, getNodeValue, findNodeAtLocation, type Node, type ParseError } from 'jsonc-parser';
import { isRole, type Role } from '../../../contract/roles';
import type { FileSystem } from '../context/types';
import type { Severity } from '../lint/finding';
import type { ProjectContainer, ProjectFile, ProjectIgnore } from './types';

export const PROJECT_FILE = '.sagemaker/containers.json';

const MAX_ANCESTORS = 12;

/** The project file that governs a Dockerfile: `.sagemaker/containers.json` in its folder or the nearest one above. */
export function readProjectFile(fs: FileSystem, dockerfile: string): ProjectFile | undefined {
  let folder = parent(dockerfile);
  for (let i = 0; i < MAX_ANCESTORS; i += 1) {
    const path = join(folder, PROJECT_FILE);
    const text = fs.read(path);
    if (text !== undefined) return parseProjectFile(text, path, folder);
    if (folder === '/' || folder === parent(folder)) return undefined;
    folder = parent(folder);
  }
  return undefined;
}

/** Reads the text; what can't be understood is left out and named in `problems`. Relative paths are relative to `folder`. */
export function parseProjectFile(text: string, path: string, folder: string): ProjectFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const problems: { offset: number; length: number; message: string }[] = errors.map((it) => ({
    offset: it.offset,
    length: Math.max(1, it.length),
    message: 'This is not valid JSON here. The rest of the file may be ignored.',
  }));
  const complain = (node: Node, message: string): void => {
    problems.push({ offset: node.offset, length: Math.max(1, node.length), message });
  };
  if (tree && tree.type !== 'object') complain(tree, 'The project file must be a JSON object.');
  const root = tree?.type === 'object' ? tree : undefined;
  return {
    path,
    folder,
    containers: members(root, 'containers').flatMap(([key, node]) => readContainer(key, node, folder, complain) ?? []),
    rules: Object.fromEntries(members(root, 'rules').flatMap(([key, node]) => readSeverity(key, node, complain) ?? [])),
    ignores: items(root, 'ignores').flatMap((node) => readIgnore(node, folder, complain) ?? []),
    problems,
  };
}

type Complain = (node: Node, message: string) => void;

function readContainer(key: string, node: Node, folder: string, complain: Complain): ProjectContainer | undefined {
  if (node.type !== 'object') {
    complain(node, `What is said about \`${key}\` must be an object.`);
    return undefined;
  }
  const path = (name: string): string | undefined => {
    const value = stringAt(node, name, complain);
    return value === undefined ? undefined : join(folder, value);
  };
  const buildArguments: Record<string, string> = {};
  for (const [name, value] of members(node, 'buildArguments')) {
    const plain: unknown = getNodeValue(value);
    if (typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean')
      buildArguments[name] = String(plain);
    else complain(value, `The build argument \`${name}\` must be a string.`);
  }
  return {
    dockerfile: join(folder, key),
    context: path('context'),
    target: stringAt(node, 'target', complain),
    buildArguments,
    platform: stringAt(node, 'platform', complain),
    roles: readRoles(node, complain),
    image: stringAt(node, 'image', complain),
  };
}

function readRoles(container: Node, complain: Complain): readonly Role[] | undefined {
  const node = findNodeAtLocation(container, ['roles']);
  if (!node) return undefined;
  if (node.type !== 'array') {
    complain(node, '`roles` must be a list such as ["training", "inference"].');
    return undefined;
  }
  const roles: Role[] = [];
  for (const child of node.children ?? []) {
    const value: unknown = child.value;
    if (typeof value === 'string' && isRole(value)) roles.push(value);
    else complain(child, `${JSON.stringify(value)} is not a role.`);
  }
  return roles;
}

function readSeverity(key: string, node: Node, complain: Complain): [string, Severity | 'off'][] | undefined {
  const value: unknown = node.value;
  if (value === 'error' || value === 'warning' || value === 'info' || value === 'hint' || value === 'off')
    return [[key, value]];
  complain(node, `The severity of \`${key}\` must be error, warning, info, hint or off.`);
  return undefined;
}

function readIgnore(node: Node, folder: string, complain: Complain): ProjectIgnore | undefined {
  if (node.type !== 'object') {
    complain(node, 'An ignore is an object: {"rule": …, "dockerfile": …, "reason": …}.');
    return undefined;
  }
  const rule = stringAt(node, 'rule', complain);
  const reason = stringAt(node, 'reason', complain);
  if (rule === undefined) {
    complain(node, 'This ignore names no rule.');
    return undefined;
  }
  if (reason === undefined || reason === '') {
    complain(node, `The ignore of \`${rule}\` gives no reason, so it has no effect.`);
    return undefined;
  }
  const dockerfile = stringAt(node, 'dockerfile', complain);
  return { rule, reason, dockerfile: dockerfile === undefined ? undefined : join(folder, dockerfile) };
}

function stringAt(node: Node, name: string, complain: Complain): string | undefined {
  const child = findNodeAtLocation(node, [name]);
  if (!child) return undefined;
  const value: unknown = child.value;
  if (typeof value === 'string') return value;
  complain(child, `\`${name}\` must be a string.`);
  return undefined;
}

function members(node: Node | undefined, name: string): readonly (readonly [string, Node])[] {
  const object = node && findNodeAtLocation(node, [name]);
  if (object?.type !== 'object') return [];
  return (object.children ?? []).flatMap((it) => {
    const [key, value] = it.children ?? [];
    const text: unknown = key?.value;
    return typeof text === 'string' && value ? [[text, value] as const] : [];
  });
}

function items(node: Node | undefined, name: string): readonly Node[] {
  const array = node && findNodeAtLocation(node, [name]);
  return array?.type === 'array' ? (array.children ?? []) : [];
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** POSIX join with `.` and `..` resolved; a drive letter in front is kept. */
function join(folder: string, relative: string): string {
  const clean = relative.replaceAll('\\', '/');
  const absolute = /^(?:\/|[A-Za-z]:\/)/.test(clean) ? clean : `${folder}/${clean}`;
  const parts: string[] = [];
  for (const part of absolute.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return (absolute.startsWith('/') ? '/' : '') + parts.join('/');
}
