import { isRequestPath, type Route } from './python-compared-paths';
import type { PythonContext } from './python-context';
import { lastName, someNode } from './python-nodes';
import type { PythonNode, PythonStatement } from './python-nodes';

/** What classes of `http.server` answer besides the paths that they compare with. */
export interface HandlerFacts {
  /** Their answers depend on what can't be seen. */
  readonly open: boolean;
  /** Methods that answer whatever the path is. */
  readonly routes: readonly { readonly value: Route; readonly node: PythonNode }[];
}

/** Looks at every class made of `BaseHTTPRequestHandler`. */
export function readHandlers(context: PythonContext): HandlerFacts {
  const routes: { value: Route; node: PythonNode }[] = [];
  let open = false;
  const methodsByClass = collectMethods(context);
  for (const { kind, name, expressions } of context.statements) {
    const bases = kind === 'class' ? expressions.flatMap(basesIn).map((it) => lastName(it) ?? '') : [];
    if (name === undefined || !bases.some((it) => it.endsWith('HTTPRequestHandler'))) continue;
    const methods = methodsByClass.get(name) ?? new Map<string, readonly PythonStatement[]>();
    // Others of these classes serve files, or hand on to a program.
    if (methods.size === 0 || !bases.includes('BaseHTTPRequestHandler') || bases.length > 2) open = true;
    for (const [verb, statements] of methods) {
      const answer = answerOf(statements, context);
      if (answer === 'unknown') open = true;
      else if (answer) routes.push({ value: { path: '/*', methods: [verb] }, node: answer });
    }
  }
  return { open, routes };
}

function basesIn(node: PythonNode): readonly PythonNode[] {
  return node.kind === 'sequence' ? node.items : [node];
}

/** The statements of each `do_GET`, `do_POST`, by class and verb. */
function collectMethods(context: PythonContext): ReadonlyMap<string, ReadonlyMap<string, readonly PythonStatement[]>> {
  const classes = new Map<string, Map<string, PythonStatement[]>>();
  for (const statement of context.statements) {
    const at = statement.owners.findIndex((it) => it.kind === 'class');
    const owner = statement.owners[at]?.name;
    const verb = /^do_([A-Z]+)$/.exec(statement.owners[at - 1]?.name ?? '')?.[1];
    if (owner === undefined || verb === undefined) continue;
    const methods = classes.get(owner) ?? new Map<string, PythonStatement[]>();
    const list = methods.get(verb) ?? [];
    list.push(statement);
    methods.set(verb, list);
    classes.set(owner, methods);
  }
  return classes;
}

/** Undefined: only the compared paths are answered, the others get 404. A node: it answers any path. */
function answerOf(statements: readonly PythonStatement[], context: PythonContext): PythonNode | 'unknown' | undefined {
  let looks = false;
  let refuses = false;
  let hidden = false;
  for (const statement of statements) {
    const isPath = (node: PythonNode): boolean => isRequestPath(node, context, statement);
    for (const expression of statement.expressions) {
      looks ||= someNode(expression, isPath);
      refuses ||= someNode(expression, isNotFound);
      hidden ||= someNode(expression, (node) => handsOn(node, isPath));
    }
  }
  if (hidden) return 'unknown';
  if (looks) return refuses ? undefined : 'unknown';
  // `self.handle_any()`: what it does with the path stands elsewhere.
  const elsewhere = statements.some((it) => it.expressions.some((node) => someNode(node, callsOwnMethod)));
  return elsewhere ? 'unknown' : (statements[0]?.expressions[0] ?? 'unknown');
}

function isNotFound(node: PythonNode): boolean {
  return (node.kind === 'number' && node.text === '404') || lastName(node) === 'NOT_FOUND';
}

/** The path is looked up somewhere, or given to a function that may answer it. */
function handsOn(node: PythonNode, isPath: (node: PythonNode) => boolean): boolean {
  if (node.kind === 'subscript') return isPath(node.index);
  if (node.kind === 'binary')
    return (
      /in$/.test(node.operator) && isPath(node.left) && node.right.kind !== 'sequence' && node.right.kind !== 'string'
    );
  if (node.kind !== 'call') return false;
  return (
    !/^(?:urlparse|urlsplit|unquote|print|debug|info|warning|error|format|log_message|len|str)$/.test(
      lastName(node.callee) ?? '',
    ) && node.args.some((it) => isPath(it.value))
  );
}

/** Not those of the base class that write a response. */
function callsOwnMethod(node: PythonNode): boolean {
  if (node.kind !== 'call' || node.callee.kind !== 'attribute' || lastName(node.callee.object) !== 'self') return false;
  return !/^(?:send_response|send_header|end_headers|send_error|log_message|log_request|_?send\w*|_?respond\w*|_?reply\w*|_?write\w*|_?json\w*|_set_(?:response|headers))$/.test(
    node.callee.name,
  );
}
