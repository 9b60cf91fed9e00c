import type { PythonNode, PythonStatement } from './python-nodes';
import { dottedName, walkNode } from './python-nodes';

/** What a name may stand for: every value assigned to it, and whether it may be something else as well. */
export interface PythonBinding {
  readonly values: { readonly node: PythonNode; readonly scope: number }[];
  opaque: boolean;
  /** It is a parameter of the function. */
  parameter: boolean;
}

export interface PythonBindings {
  /** The binding of a name seen from a scope, and the scope it belongs to. */
  name(name: string, scope: number): { readonly binding: PythonBinding; readonly key: string } | undefined;
  /** The binding of a dotted name: `self.port`, `config.bind`, `Settings.PORT`. */
  attribute(dotted: string): { readonly binding: PythonBinding; readonly key: string } | undefined;
}

/** Collects the assignments of a file by scope. */
export function collectBindings(statements: readonly PythonStatement[]): PythonBindings {
  const table = new Map<string, PythonBinding>();
  const globals = globalNames(statements);
  const at = (key: string): PythonBinding => {
    const found = table.get(key) ?? { values: [], opaque: false, parameter: false };
    table.set(key, found);
    return found;
  };
  const keyOf = (node: PythonNode, statement: PythonStatement): string | undefined => {
    if (node.kind === 'attribute') {
      const dotted = dottedName(node);
      return dotted === undefined ? undefined : `.${dotted.replace(/^cls\./, 'self.')}`;
    }
    if (node.kind !== 'name') return undefined;
    const owner = statement.owners[0];
    if (owner?.kind === 'class') return `.self.${node.name}`;
    return `${String(globals.has(node.name) ? 0 : statement.scope)}:${node.name}`;
  };
  const assign = (target: PythonNode, value: PythonNode | undefined, statement: PythonStatement): void => {
    if (target.kind === 'sequence') {
      const values =
        value?.kind === 'sequence' && value.items.length === target.items.length ? value.items : firstOf(value);
      target.items.forEach((item, i) => {
        assign(item, values[i], statement);
      });
      return;
    }
    const key = keyOf(target, statement);
    if (key === undefined) return;
    const binding = at(key);
    if (value && binding.values.length < 8) binding.values.push({ node: value, scope: statement.scope });
    else binding.opaque = true;
  };
  for (const statement of statements) {
    const value = statement.kind === 'assign' ? statement.expressions.at(-1) : undefined;
    for (const target of statement.targets) assign(target, value, statement);
    for (const parameter of statement.parameters) at(`${String(statement.scope)}:${parameter.name}`).parameter = true;
    if (statement.kind === 'other') for (const node of statement.expressions) markWalrus(node, statement, assign);
  }
  const wrap = (key: string): { binding: PythonBinding; key: string } | undefined => {
    const binding = table.get(key);
    return binding && { binding, key };
  };
  return {
    name: (name, scope) => wrap(`${String(scope)}:${name}`) ?? (scope === 0 ? undefined : wrap(`0:${name}`)),
    attribute: (dotted) =>
      wrap(`.${dotted.replace(/^cls\./, 'self.')}`) ?? wrap(`.self.${dotted.slice(dotted.indexOf('.') + 1)}`),
  };
}

/** `args, rest = parser.parse_known_args()`: the first is what `parse_args()` gives. */
function firstOf(value: PythonNode | undefined): readonly PythonNode[] {
  const parses =
    value?.kind === 'call' && value.callee.kind === 'attribute' && value.callee.name === 'parse_known_args';
  return parses ? [value] : [];
}

function markWalrus(
  node: PythonNode,
  statement: PythonStatement,
  assign: (target: PythonNode, value: PythonNode, statement: PythonStatement) => void,
): void {
  walkNode(node, (it) => {
    if (it.kind === 'binary' && it.operator === ':=') assign(it.left, it.right, statement);
  });
}

function globalNames(statements: readonly PythonStatement[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    if (statement.keyword !== 'global') continue;
    for (const token of statement.tokens.slice(1)) if (token.kind === 'name') names.add(token.text);
  }
  return names;
}
