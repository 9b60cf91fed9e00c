import type { PythonContext } from './python-context';
import { fullName } from './python-imports';
import type { PythonNode } from './python-nodes';
import { lastName, positional, someNode } from './python-nodes';
import { isEnvironmentGet } from './python-values';
import type { PythonFacts } from './types';

/** Reads of environment variables. A subscript fails when the variable is missing, unless a `try` or an `in` guards it. */
export function readEnvironment(context: PythonContext): PythonFacts['environmentReads'] {
  const reads: { name: string; required: boolean; node: PythonNode }[] = [];
  const guarded = new Set<string>();
  const isEnviron = (node: PythonNode): boolean => fullName(node, context.imports) === 'os.environ';
  context.visit((node, statement) => {
    if (node.kind === 'call' && isEnvironmentGet(fullName(node.callee, context.imports) ?? '')) {
      const first = positional(node.args, 0);
      const name = first && context.values.constant(first, statement.scope);
      if (name !== undefined) reads.push({ name, required: false, node });
    } else if (node.kind === 'subscript' && isEnviron(node.object) && statement.keyword !== 'del') {
      const name = context.values.constant(node.index, statement.scope);
      if (name !== undefined) reads.push({ name, required: !statement.inTry, node });
    } else if (node.kind === 'binary' && /^(?:not )?in$/.test(node.operator) && isEnviron(node.right)) {
      const name = context.values.constant(node.left, statement.scope);
      if (name !== undefined) {
        guarded.add(name);
        reads.push({ name, required: false, node });
      }
    }
  });
  for (const statement of context.statements) {
    for (const target of statement.targets) {
      const name =
        target.kind === 'subscript' && isEnviron(target.object)
          ? context.values.constant(target.index, statement.scope)
          : undefined;
      if (name !== undefined) guarded.add(name);
    }
  }
  return reads.map((it) => ({
    value: { name: it.name, required: it.required && !guarded.has(it.name) },
    range: context.index.range(it.node.start, it.node.end),
  }));
}

/** A handler for SIGTERM is set, by the `signal` module or on an event loop. */
export function handlesSigterm(context: PythonContext): boolean {
  const mentions = context.statements.some((it) =>
    it.expressions.some((node) => someNode(node, (one) => lastName(one) === 'SIGTERM')),
  );
  if (!mentions) return false;
  return context.calls.some((call) => {
    const sets =
      call.name === 'signal.signal' || (call.callee.kind === 'attribute' && call.callee.name === 'add_signal_handler');
    if (!sets) return false;
    const first = positional(call.args, 0);
    const name = first?.kind === 'attribute' || first?.kind === 'name' ? first.name : undefined;
    return name === 'SIGTERM' || (first?.kind === 'name' && !name?.startsWith('SIG'));
  });
}
