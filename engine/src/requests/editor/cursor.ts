import { findNodeAtOffset, getLocation, getNodePath, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { EditedDocument, TextChange } from './types';

/** Where somebody types. */
export interface Cursor {
  /** The member, or the object in which a name is typed. */
  readonly path: readonly (string | number)[];
  readonly isName: boolean;
  /** What stands there up to the cursor, without quotes. */
  readonly typed: string;
  /** What a completion replaces. */
  readonly span: { readonly offset: number; readonly length: number };
  /** A name is followed by its value already. */
  readonly hasValue: boolean;
  /** The names that the object has, but for the one being typed. */
  readonly siblings: readonly string[];
}

/** What is typed at an offset: in a string, or at an empty place. Undefined: in something else, a number say. */
export function cursorAt({ text }: EditedDocument, offset: number): Cursor | undefined {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  const inside = previousNode !== undefined && offset > previousNode.offset && offset <= endOf(previousNode);
  if (inside && previousNode.type !== 'string' && previousNode.type !== 'property') return undefined;
  const isName = isAtPropertyKey;
  const owner = isName ? path.slice(0, -1) : path;
  return {
    path: owner,
    isName,
    typed: inside ? text.slice(previousNode.offset + 1, Math.min(offset, endOf(previousNode) - 1)) : '',
    span: inside ? { offset: previousNode.offset, length: previousNode.length } : { offset, length: 0 },
    hasValue: inside && isName && /^\s*:/.test(text.slice(endOf(previousNode))),
    siblings: isName ? namesAround(text, offset) : [],
  };
}

/** A value, written as JSON in the place of what is typed. */
export function valueChange({ span }: Cursor, value: string): TextChange {
  return { ...span, text: JSON.stringify(value) };
}

/** A name, with an empty value behind it unless there is one. */
export function nameChange({ span, hasValue }: Cursor, name: string, value = '""'): TextChange {
  return { ...span, text: hasValue ? JSON.stringify(name) : `${JSON.stringify(name)}: ${value}` };
}

/** The member whose name or value is at an offset, with its node. */
export function memberAt(
  { text }: EditedDocument,
  offset: number,
): { readonly path: readonly (string | number)[]; readonly node: Node; readonly value: Node } | undefined {
  const tree = parseTree(text);
  const node = tree === undefined ? undefined : findNodeAtOffset(tree, offset, false);
  if (node === undefined) return undefined;
  const property = node.parent?.type === 'property' ? node.parent.children : undefined;
  const value = property?.[0] === node ? property[1] : node;
  if (value === undefined) return undefined;
  return { path: getNodePath(value), node, value };
}

function namesAround(text: string, offset: number): readonly string[] {
  const tree = parseTree(text);
  const found = tree === undefined ? undefined : findNodeAtOffset(tree, offset, true);
  let node: Node | undefined = found;
  while (node !== undefined && node.type !== 'object') node = node.parent;
  return (node?.children ?? []).flatMap(({ children }) => {
    const name = children?.[0];
    const value: unknown = name?.value;
    if (name === undefined || typeof value !== 'string') return [];
    return offset > name.offset && offset <= endOf(name) ? [] : [value];
  });
}

function endOf(node: Pick<Node, 'offset' | 'length'>): number {
  return node.offset + node.length;
}
