import type { PythonBindings } from './python-bindings';
import type { PythonImports } from './python-imports';
import { fullName } from './python-imports';
import type { PythonNode } from './python-nodes';
import type { PythonOptions } from './python-options';
import { ARGUMENT_OBJECTS, SAME_TEXT, SAME_TEXT_METHODS } from './python-names';
import { dottedName, keyword, positional, walkNode } from './python-nodes';
import { asFallback, joinPieces, merge, replaceHoles, textOf, UNKNOWN, variablesOf } from './python-pieces';
import type { Piece } from './template';
import { fill } from './template';

/** A node with the scope in which its names are looked up. */
export interface ScopedNode {
  readonly node: PythonNode;
  readonly scope: number;
}

export interface PythonList {
  readonly items: readonly ScopedNode[];
  /** More may be appended to it. */
  readonly open: boolean;
}

export interface PythonValues {
  /** The text (or number, as text) an expression comes to; unknown parts are pieces without a variable. */
  pieces(node: PythonNode, scope: number): readonly Piece[];
  /** Its text when all of it is constant. */
  constant(node: PythonNode, scope: number): string | undefined;
  /** A list or tuple, followed through names and `+`. */
  list(node: PythonNode, scope: number): PythonList | undefined;
  /** What a name finally stands for, when that is one expression. */
  follow(node: PythonNode, scope: number): ScopedNode;
}

export interface ValueSources {
  readonly bindings: PythonBindings;
  readonly imports: PythonImports;
  /** Command line options by the name of their attribute or parameter. */
  readonly options: PythonOptions;
}

const MAX_TEXT = 4000;
const MAX_ITEMS = 200;
const MAX_STEPS = 30;
/** Evaluates what can be told of a file without running it. Every name is evaluated once. */
export function createValues(sources: ValueSources): PythonValues {
  const known = new Map<string, readonly Piece[]>();
  let steps = 0;

  const ofBinding = (found: ReturnType<PythonBindings['attribute']>): readonly Piece[] => {
    if (!found || found.binding.opaque || found.binding.parameter || steps >= MAX_STEPS) return UNKNOWN;
    const before = known.get(found.key);
    if (before) return before;
    known.set(found.key, UNKNOWN);
    steps++;
    const all = found.binding.values.map((it) => pieces(it.node, it.scope));
    steps--;
    const [first = UNKNOWN] = all;
    const same = all.every((it) => JSON.stringify(it) === JSON.stringify(first));
    const result = same ? first : variablesOf(all);
    known.set(found.key, result);
    return result;
  };

  const ofOption = (name: string, scope: number): readonly Piece[] => {
    const { defaults, given } = sources.options;
    const told = given?.get(name);
    if (told !== undefined) return [told];
    const fallback = defaults.get(name);
    if (fallback === undefined) return UNKNOWN;
    return given ? pieces(fallback, scope) : asFallback(pieces(fallback, scope));
  };

  const ofName = (name: string, scope: number): readonly Piece[] => {
    const found = sources.bindings.name(name, scope);
    if (found?.binding.parameter === true && found.binding.values.length === 0 && sources.options.defaults.has(name))
      return ofOption(name, scope);
    return ofBinding(found);
  };

  const ofAttribute = (node: PythonNode & { kind: 'attribute' }, scope: number): readonly Piece[] => {
    const dotted = dottedName(node);
    if (dotted === undefined) return UNKNOWN;
    const object = dotted.slice(0, dotted.lastIndexOf('.'));
    if (
      sources.options.defaults.has(node.name) &&
      (ARGUMENT_OBJECTS.has(object.replace(/^self\./, '')) || isParsed(object, scope))
    )
      return ofOption(node.name, 0);
    const first = dotted.split('.')[0] ?? '';
    return sources.imports.names.has(first) ? UNKNOWN : ofBinding(sources.bindings.attribute(dotted));
  };

  const isParsed = (object: string, scope: number): boolean => {
    const bound = sources.bindings.name(object, scope)?.binding.values[0]?.node;
    // `parse_known_args()[0]` is the parsed arguments, too.
    const value = bound?.kind === 'subscript' ? bound.object : bound;
    return value?.kind === 'call' && value.callee.kind === 'attribute' && value.callee.name.startsWith('parse_');
  };

  const ofCall = (node: PythonNode & { kind: 'call' }, scope: number): readonly Piece[] => {
    const name = fullName(node.callee, sources.imports) ?? '';
    const first = positional(node.args, 0);
    if (isEnvironmentGet(name)) {
      const variable = first && values.constant(first, scope);
      const fallback = positional(node.args, 1) ?? keyword(node.args, 'default');
      if (variable === undefined) return UNKNOWN;
      return [{ variable, fallback: fallback && textOf(pieces(fallback, scope)) }];
    }
    if (first && SAME_TEXT.has(name))
      return name.includes('ath') && node.args.length > 1 ? joined(node, scope) : pieces(first, scope);
    if (name === 'os.path.join' || name === 'posixpath.join') return joined(node, scope);
    if (node.callee.kind !== 'attribute') return UNKNOWN;
    const object = node.callee.object;
    if (SAME_TEXT_METHODS.has(node.callee.name)) return pieces(object, scope);
    if (node.callee.name === 'joinpath')
      return joinPieces([pieces(object, scope), ...node.args.map((it) => pieces(it.value, scope))]);
    if (node.callee.name === 'format') return formatted(pieces(object, scope), node, scope);
    return UNKNOWN;
  };

  const joined = (node: PythonNode & { kind: 'call' }, scope: number): readonly Piece[] =>
    joinPieces(node.args.map((it) => (it.name === undefined ? pieces(it.value, scope) : UNKNOWN)));

  const formatted = (
    template: readonly Piece[],
    node: PythonNode & { kind: 'call' },
    scope: number,
  ): readonly Piece[] => {
    let next = 0;
    return replaceHoles(template, /\{(\w*)(?:[!:][^{}]*)?\}/g, (name) => {
      const value = /^\d*$/.test(name)
        ? positional(node.args, name === '' ? next++ : Number(name))
        : keyword(node.args, name);
      return value ? pieces(value, scope) : UNKNOWN;
    });
  };

  const percent = (node: PythonNode & { kind: 'binary' }, scope: number): readonly Piece[] => {
    const list = values.list(node.right, scope)?.items ?? [{ node: node.right, scope }];
    let next = 0;
    return replaceHoles(pieces(node.left, scope), /%(?:\((\w+)\))?[-+ #0]*\d*[sdrif]/g, () => {
      const item = list[next++];
      return item ? pieces(item.node, item.scope) : UNKNOWN;
    });
  };

  const ofBinary = (node: PythonNode & { kind: 'binary' }, scope: number): readonly Piece[] => {
    const left = (): readonly Piece[] => pieces(node.left, scope);
    const right = (): readonly Piece[] => pieces(node.right, scope);
    if (node.operator === '+') return bothNumbers(node) ? UNKNOWN : [...left(), ...right()];
    if (node.operator === '/') return joinPieces([left(), right()]);
    if (node.operator === '%') return percent(node, scope);
    if (node.operator !== 'or') return UNKNOWN;
    const value = left();
    const [only, more] = value;
    if (only === undefined || typeof only === 'string' || more !== undefined || only.fallback !== undefined)
      return variablesOf([value]);
    return [{ variable: only.variable, fallback: textOf(right()) }];
  };

  const pieces = (node: PythonNode, scope: number): readonly Piece[] => {
    const result = merge(evaluate(node, scope));
    return result.reduce((sum, it) => sum + (typeof it === 'string' ? it.length : 1), 0) > MAX_TEXT ? UNKNOWN : result;
  };

  const evaluate = (node: PythonNode, scope: number): readonly Piece[] => {
    switch (node.kind) {
      case 'string':
        return node.parts.flatMap((part) => (typeof part === 'string' ? [part] : pieces(part, scope)));
      case 'number':
        return [node.text];
      case 'name':
        return ofName(node.name, scope);
      case 'attribute':
        return ofAttribute(node, scope);
      case 'call':
        return ofCall(node, scope);
      case 'binary':
        return ofBinary(node, scope);
      case 'subscript':
        return ofSubscript(node, scope);
      case 'sequence':
      case 'dict':
      case 'other':
        return environmentNames(node);
    }
  };

  const ofSubscript = (node: PythonNode & { kind: 'subscript' }, scope: number): readonly Piece[] => {
    const name = fullName(node.object, sources.imports);
    const key = values.constant(node.index, scope);
    if (name === 'os.environ') return key === undefined ? UNKNOWN : [{ variable: key, fallback: undefined }];
    const object = values.follow(node.object, scope);
    if (object.node.kind !== 'dict' || key === undefined) return UNKNOWN;
    const entry = object.node.entries.find(
      (it) => it.key.kind === 'string' && values.constant(it.key, object.scope) === key,
    );
    return entry ? pieces(entry.value, object.scope) : UNKNOWN;
  };

  /** What can't be evaluated still tells which variables it depends on. */
  const environmentNames = (node: PythonNode): readonly Piece[] => {
    const found: Piece[] = [];
    walkNode(node, (it) => {
      const key =
        it.kind === 'call' && isEnvironmentGet(fullName(it.callee, sources.imports) ?? '')
          ? positional(it.args, 0)
          : it.kind === 'subscript' && fullName(it.object, sources.imports) === 'os.environ'
            ? it.index
            : undefined;
      const variable = key?.kind === 'string' ? values.constant(key, 0) : undefined;
      if (variable !== undefined) found.push({ variable, fallback: undefined });
    });
    return found.length > 0 ? found.slice(0, 10) : UNKNOWN;
  };

  const follow = (node: PythonNode, scope: number): ScopedNode => {
    let at: ScopedNode = { node, scope };
    for (let i = 0; i < MAX_STEPS; i++) {
      const dotted = at.node.kind === 'attribute' ? dottedName(at.node) : undefined;
      const found =
        at.node.kind === 'name'
          ? sources.bindings.name(at.node.name, at.scope)
          : dotted === undefined
            ? undefined
            : sources.bindings.attribute(dotted);
      const [value, other] = found?.binding.values ?? [];
      if (!value || other || found?.binding.opaque === true || found?.binding.parameter === true) return at;
      at = value;
    }
    return at;
  };

  const list = (node: PythonNode, scope: number, budget: { left: number }): PythonList | undefined => {
    if (budget.left-- <= 0) return undefined;
    if (node.kind === 'sequence')
      return {
        items: node.items.slice(0, MAX_ITEMS).map((it) => ({ node: it, scope })),
        open: node.items.length > MAX_ITEMS,
      };
    if (node.kind === 'binary' && node.operator === '+') {
      const left = list(node.left, scope, budget);
      const right = list(node.right, scope, budget);
      if (!left) return undefined;
      return {
        items: [...left.items, ...(right?.items ?? [])].slice(0, MAX_ITEMS),
        open: left.open || (right?.open ?? true),
      };
    }
    if (node.kind !== 'name' && node.kind !== 'attribute') return undefined;
    const dotted = dottedName(node);
    const found =
      node.kind === 'name'
        ? sources.bindings.name(node.name, scope)
        : dotted === undefined
          ? undefined
          : sources.bindings.attribute(dotted);
    const value = found?.binding.values[0];
    if (!value || found.binding.parameter) return undefined;
    const target = list(value.node, value.scope, budget);
    return (
      target && { items: target.items, open: target.open || found.binding.opaque || found.binding.values.length > 1 }
    );
  };

  const values: PythonValues = {
    pieces,
    constant: (node, scope) => {
      const filled = fill(pieces(node, scope));
      return filled.dynamic ? undefined : filled.text;
    },
    list: (node, scope) => list(node, scope, { left: MAX_STEPS }),
    follow,
  };
  return values;
}

/** Ways to read a variable that may be missing. */
export function isEnvironmentGet(name: string): boolean {
  return (
    name === 'os.environ.get' || name === 'os.getenv' || name === 'os.environ.setdefault' || name === 'os.environ.pop'
  );
}

function bothNumbers(node: PythonNode & { kind: 'binary' }): boolean {
  return node.left.kind === 'number' || node.right.kind === 'number';
}
