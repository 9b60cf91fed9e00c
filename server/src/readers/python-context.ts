import type { PythonImports } from './python-imports';
import { collectImports, fullName } from './python-imports';
import { collectBindings } from './python-bindings';
import type { PythonArgument, PythonNode, PythonStatement } from './python-nodes';
import { keyword, walkNode } from './python-nodes';
import { parsePython } from './python-statements';
import type { PythonValues } from './python-values';
import { createValues } from './python-values';
import type { TextIndex } from './text-index';
import { indexText } from './text-index';

/** A call with the statement it stands in. */
export interface PythonCall {
  readonly node: PythonNode;
  readonly callee: PythonNode;
  readonly args: readonly PythonArgument[];
  /** Dotted name with imports resolved; undefined when the callee isn't one. */
  readonly name: string | undefined;
  readonly statement: PythonStatement;
  /** Index of the statement. */
  readonly at: number;
}

/** All that the pattern readers share about one file. */
export interface PythonContext {
  readonly statements: readonly PythonStatement[];
  readonly calls: readonly PythonCall[];
  readonly imports: PythonImports;
  readonly values: PythonValues;
  readonly index: TextIndex;
  /** Visits every expression that isn't an assignment target. */
  visit(see: (node: PythonNode, statement: PythonStatement) => void): void;
}

/** Parses a file and gathers its calls, imports and names. */
export function createPythonContext(text: string): PythonContext {
  const { statements } = parsePython(text);
  const imports = collectImports(statements);
  const calls: PythonCall[] = [];
  const visit: PythonContext['visit'] = (see) => {
    for (const statement of statements)
      for (const node of statement.expressions)
        walkNode(node, (it) => {
          see(it, statement);
        });
  };
  const order = new Map(statements.map((statement, i) => [statement, i]));
  visit((node, statement) => {
    if (node.kind !== 'call') return;
    calls.push({
      node,
      callee: node.callee,
      args: node.args,
      name: fullName(node.callee, imports),
      statement,
      at: order.get(statement) ?? 0,
    });
  });
  const values = createValues({ bindings: collectBindings(statements), imports, options: optionDefaults(calls) });
  return { statements, calls, imports, values, index: indexText(text), visit };
}

/** Defaults of argparse and click options, by the name the program reads them under. An option without a default: undefined. */
function optionDefaults(calls: readonly PythonCall[]): ReadonlyMap<string, PythonNode | undefined> {
  const options = new Map<string, PythonNode | undefined>();
  for (const call of calls) {
    const last = call.callee.kind === 'attribute' || call.callee.kind === 'name' ? call.callee.name : '';
    if (last !== 'add_argument' && call.name !== 'click.option') continue;
    const flags = call.args.flatMap((it) =>
      it.name === undefined && it.value.kind === 'string' && typeof it.value.parts[0] === 'string'
        ? [it.value.parts[0]]
        : [],
    );
    const long = flags.find((it) => it.startsWith('--')) ?? flags[0];
    const dest = keyword(call.args, 'dest');
    const name =
      dest?.kind === 'string' && typeof dest.parts[0] === 'string'
        ? dest.parts[0]
        : long?.replace(/^-+/, '').replaceAll('-', '_');
    if (name) options.set(name, options.has(name) ? undefined : keyword(call.args, 'default'));
  }
  return options;
}
