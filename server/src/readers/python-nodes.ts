import { MAX_HEIGHT } from './python-grammar';
import type { PythonToken } from './python-tokens';

/** An expression. What the reader has no use for is `other` with its parts. Offsets are those of the whole text. */
export type PythonNode = { readonly start: number; readonly end: number; readonly height: number } & PythonShape;

export type PythonShape =
  | { readonly kind: 'string'; readonly parts: readonly (string | PythonNode)[] }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly object: PythonNode; readonly name: string }
  | { readonly kind: 'call'; readonly callee: PythonNode; readonly args: readonly PythonArgument[] }
  | { readonly kind: 'subscript'; readonly object: PythonNode; readonly index: PythonNode }
  | { readonly kind: 'sequence'; readonly items: readonly PythonNode[] }
  | { readonly kind: 'dict'; readonly entries: readonly { readonly key: PythonNode; readonly value: PythonNode }[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: PythonNode; readonly right: PythonNode }
  | { readonly kind: 'other'; readonly children: readonly PythonNode[] };

export interface PythonArgument {
  /** Keyword name; `*` or `**` for unpacking. */
  readonly name: string | undefined;
  readonly value: PythonNode;
}

/** A logical line (or a part of one, split at `;`). */
export interface PythonStatement {
  readonly kind: 'import' | 'def' | 'class' | 'decorator' | 'assign' | 'augmented' | 'for' | 'with' | 'case' | 'other';
  readonly tokens: readonly PythonToken[];
  readonly indent: number;
  readonly start: number;
  readonly end: number;
  /** First word when it is a keyword: `try`, `if`, `return` … */
  readonly keyword: string;
  /** Name of a function or class. */
  readonly name: string | undefined;
  /** Names of a function's parameters, without stars. */
  readonly parameters: readonly { readonly name: string; readonly hasDefault: boolean }[];
  readonly targets: readonly PythonNode[];
  /** Every expression in the statement that isn't a target, the assigned value last; bases of a class; parameter defaults of a function. */
  readonly expressions: readonly PythonNode[];
  /** Index in the list of scopes: the function it stands in; 0 is the module. */
  readonly scope: number;
  /** Names of the classes and functions around it, innermost first. */
  readonly owners: readonly { readonly kind: 'class' | 'def'; readonly name: string }[];
  readonly inTry: boolean;
}

/** Parts of a node, in order. */
export function childrenOf(node: PythonNode): readonly PythonNode[] {
  switch (node.kind) {
    case 'string':
      return node.parts.filter((part) => typeof part !== 'string');
    case 'attribute':
      return [node.object];
    case 'call':
      return [node.callee, ...node.args.map((it) => it.value)];
    case 'subscript':
      return [node.object, node.index];
    case 'sequence':
      return node.items;
    case 'dict':
      return node.entries.flatMap((it) => [it.key, it.value]);
    case 'binary':
      return [node.left, node.right];
    case 'other':
      return node.children;
    case 'name':
    case 'number':
      return [];
  }
}

/** Calls `visit` for the node and everything in it, parents first. */
export function walkNode(node: PythonNode, visit: (node: PythonNode) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walkNode(child, visit);
}

/** True when the node or something in it passes the test. */
export function someNode(node: PythonNode, test: (node: PythonNode) => boolean): boolean {
  return test(node) || childrenOf(node).some((child) => someNode(child, test));
}

/** Text of a string literal without any expressions in it. */
export function literalText(node: PythonNode | undefined): string | undefined {
  if (node?.kind !== 'string') return undefined;
  let text = '';
  for (const part of node.parts) {
    if (typeof part !== 'string') return undefined;
    text += part;
  }
  return text;
}

/** `a.b.c` of names and attributes; undefined for anything else. */
export function dottedName(node: PythonNode): string | undefined {
  const names: string[] = [];
  let at = node;
  while (at.kind === 'attribute') {
    names.push(at.name);
    at = at.object;
  }
  if (at.kind !== 'name') return undefined;
  return [...names, at.name].reverse().join('.');
}

/** Last name of a callee or object: `run` of `app.run`, `x` of `self.f().x`. */
export function lastName(node: PythonNode): string | undefined {
  return node.kind === 'attribute' || node.kind === 'name' ? node.name : undefined;
}

/** Keyword argument by name. */
export function keyword(args: readonly PythonArgument[], ...names: readonly string[]): PythonNode | undefined {
  return args.find((it) => it.name !== undefined && names.includes(it.name))?.value;
}

/** Positional argument by place; undefined past a `*args`. */
export function positional(args: readonly PythonArgument[], at: number): PythonNode | undefined {
  const star = args.findIndex((it) => it.name === '*');
  const before = (star < 0 ? args : args.slice(0, star)).filter((it) => it.name === undefined);
  return before[at]?.value;
}

/** Makes a node; one that is too high is emptied, so that recursion over nodes stays safe. */
export function node(shape: PythonShape, start: number, end: number): PythonNode {
  const draft = { ...shape, start, end, height: 0 };
  let height = 1;
  for (const child of childrenOf(draft)) height = Math.max(height, child.height + 1);
  return height > MAX_HEIGHT ? { kind: 'other', children: [], start, end, height: 1 } : { ...draft, height };
}
