import { readArguments } from './python-arguments';
import type { PythonContext } from './python-context';
import { createPythonContext } from './python-context';
import { handlesSigterm, readEnvironment } from './python-environment';
import { readUncast } from './python-hyperparameters';
import type { PythonNode } from './python-nodes';
import { walkNode } from './python-nodes';
import { readPaths } from './python-paths';
import { readRoutes } from './python-routes';
import { readServers } from './python-servers';
import type { PythonFacts } from './types';

/** What can be told of a Python file without running it. Any text will do. `args`: what it is started with, when all of it is known. */
export function readPython(text: string, args?: readonly string[]): PythonFacts {
  const context = createPythonContext(text, args);
  return {
    imports: context.imports.all.map((it) => ({ value: it.module, range: context.index.range(it.start, it.end) })),
    ...readRoutes(context),
    servers: readServers(context),
    strings: readStrings(context),
    environmentReads: readEnvironment(context),
    ...readArguments(context),
    handlesSigterm: handlesSigterm(context),
    ...readPaths(context),
    uncast: readUncast(context, text),
    hasMain: hasMain(context),
  };
}

/** Names of modules that the file imports, relative ones without their dots; each may be a file of the context or a package. */
export function localImports(facts: PythonFacts): readonly string[] {
  const names = facts.imports.map((it) => it.value.replace(/^\.+/, '')).filter((it) => it !== '' && !it.endsWith('*'));
  return [...new Set(names)];
}

function readStrings(context: PythonContext): PythonFacts['strings'] {
  const strings: { node: PythonNode; text: string; dynamic: boolean }[] = [];
  const add = (node: PythonNode): void => {
    if (node.kind !== 'string') return;
    const text = node.parts.map((part) => (typeof part === 'string' ? part : '')).join('');
    strings.push({ node, text, dynamic: node.parts.some((part) => typeof part !== 'string') });
  };
  for (const statement of context.statements) {
    const isDocstring =
      statement.kind === 'other' && statement.keyword === '' && statement.tokens.every((it) => it.kind === 'string');
    if (isDocstring) continue;
    for (const target of statement.targets) walkNode(target, add);
    for (const node of statement.expressions) walkNode(node, add);
  }
  strings.sort((a, b) => a.node.start - b.node.start);
  return strings.map((it) => ({
    value: { text: it.text, dynamic: it.dynamic },
    range: context.index.range(it.node.start, it.node.end),
  }));
}

/** `if __name__ == '__main__':`. */
function hasMain(context: PythonContext): boolean {
  let found = false;
  context.visit((node) => {
    if (node.kind !== 'binary' || node.operator !== '==') return;
    const sides = [node.left, node.right];
    const isName = sides.some((it) => it.kind === 'name' && it.name === '__name__');
    found ||= isName && sides.some((it) => it.kind === 'string' && it.parts[0] === '__main__');
  });
  return found;
}
