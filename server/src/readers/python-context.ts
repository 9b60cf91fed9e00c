import type { PythonImports } from './python-imports';
import { collectImports, fullName } from './python-imports';
import { collectBindings } from './python-bindings';
import type { PythonArgument, PythonNode, PythonStatement } from './python-nodes';
import { walkNode } from './python-nodes';
import { readOptions } from './python-options';
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

/** Parses a file and gathers its calls, imports and names; `args`: the arguments it is started with, when all are known. */
export function createPythonContext(text: string, args?: readonly string[]): PythonContext {
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
  const values = createValues({ bindings: collectBindings(statements), imports, options: readOptions(calls, args) });
  return { statements, calls, imports, values, index: indexText(text), visit };
}
