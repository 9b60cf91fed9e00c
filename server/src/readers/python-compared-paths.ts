import type { PythonContext } from './python-context';
import { fullName } from './python-imports';
import type { PythonNode, PythonStatement } from './python-nodes';
import { lastName, literalText, positional } from './python-nodes';

export interface Route {
  readonly path: string | undefined;
  readonly methods: readonly string[];
}

/** `self.path == '/ping'`, `path.startswith('/ping')`, `environ['PATH_INFO'] in ('/ping', '/')`. */
export function comparedPaths(context: PythonContext): { value: Route; node: PythonNode }[] {
  const found: { value: Route; node: PythonNode }[] = [];
  const add = (node: PythonNode, literal: PythonNode, statement: PythonStatement): void => {
    const literals = literal.kind === 'sequence' ? literal.items : [literal];
    const method = statement.owners.find((it) => it.kind === 'def' && it.name.startsWith('do_'))?.name.slice(3);
    for (const one of literals) {
      const path = context.values.constant(one, statement.scope);
      if (path?.startsWith('/') === true)
        found.push({ value: { path, methods: method === undefined ? [] : [method] }, node });
    }
  };
  context.visit((node, statement) => {
    if (node.kind === 'binary' && /^(?:==|!=|in|not in)$/.test(node.operator)) {
      if (isRequestPath(node.left, context, statement)) add(node, node.right, statement);
      else if (node.operator.endsWith('=') && isRequestPath(node.right, context, statement))
        add(node, node.left, statement);
    } else if (node.kind === 'call' && lastName(node.callee) === 'startswith' && node.callee.kind === 'attribute') {
      const first = positional(node.args, 0);
      if (first && isRequestPath(node.callee.object, context, statement)) add(node, first, statement);
    }
  });
  return found;
}

/** The path of the request, or a part of it: `self.path`, `environ['PATH_INFO']`, `urlparse(self.path).path`, a name for one of them. */
export function isRequestPath(
  node: PythonNode,
  context: PythonContext,
  statement: PythonStatement,
  depth = 0,
): boolean {
  if (node.kind === 'subscript') return /^(?:path|PATH_INFO|raw_path)$/.test(literalText(node.index) ?? '');
  if (node.kind === 'attribute')
    return node.name === 'path' &&
      /^(?:self|request|req|scope|parsed\w*|url|u|event|r)$/.test(lastName(node.object) ?? '')
      ? true
      : node.name === 'path' &&
          node.object.kind === 'call' &&
          /urlparse|urlsplit/.test(fullName(node.object.callee, context.imports) ?? '');
  if (node.kind === 'call')
    return (
      node.callee.kind === 'attribute' &&
      /^(?:rstrip|strip|lower|split)$/.test(node.callee.name) &&
      isRequestPath(node.callee.object, context, statement, depth + 1)
    );
  if (node.kind !== 'name' || depth > 5) return false;
  const value = context.values.follow(node, statement.scope).node;
  return value !== node && isRequestPath(value, context, statement, depth + 1);
}
