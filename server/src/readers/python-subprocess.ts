import type { Range } from 'vscode-languageserver-types';
import type { PythonCall, PythonContext } from './python-context';
import type { PythonNode } from './python-nodes';
import { lastName, positional } from './python-nodes';
import type { ScopedNode } from './python-values';
import { readServerCommand } from './server-command';
import { shellCommands } from './shell-words';
import { fill, printTemplate } from './template';
import type { ServerStart } from './types';

const LIST_CALLS =
  /^(?:subprocess\.(?:Popen|call|check_call|check_output|run|getoutput|getstatusoutput)|os\.(?:system|popen))$/;
/** The program is the first argument, its arguments (with the name again) the second. */
const EXEC_LIST = /^os\.(?:exec|spawn)vp?e?$/;
/** Everything is an argument of the call. */
const EXEC_WORDS = /^(?:os\.execlp?e?|asyncio\.create_subprocess_exec)$/;

/** A command that the file runs: its words in the notation of template.ts, undefined when one can't be known. */
export interface PythonCommand {
  readonly argv: readonly (string | undefined)[];
  readonly rangeOf: (index: number) => Range;
  readonly call: PythonCall;
}

/** Servers started as another program. */
export function readSubprocesses(context: PythonContext): readonly ServerStart[] {
  return readCommands(context).flatMap((command) => {
    const server = readServerCommand(command.argv, command.rangeOf);
    return server ? [server] : [];
  });
}

/** Commands that the file runs as other programs. */
function readCommands(context: PythonContext): readonly PythonCommand[] {
  const extended = extendedNames(context);
  return context.calls.flatMap((call) => {
    const name = call.name ?? '';
    const scope = call.statement.scope;
    if (EXEC_WORDS.test(name)) {
      const words = call.args.filter((it) => it.name === undefined).map((it) => ({ node: it.value, scope }));
      return [
        fromItems(
          name.startsWith('os.') ? words.slice(1) : words,
          call.args.some((it) => it.name === '*'),
          call,
          context,
        ),
      ];
    }
    const place = EXEC_LIST.test(name)
      ? name.startsWith('os.spawn')
        ? 2
        : 1
      : LIST_CALLS.test(name) || name === 'asyncio.create_subprocess_shell'
        ? 0
        : -1;
    const node =
      place < 0 ? undefined : (positional(call.args, place) ?? call.args.find((it) => it.name === 'args')?.value);
    return node ? fromNode(node, call, context, extended) : [];
  });
}

function fromNode(
  node: PythonNode,
  call: PythonCall,
  context: PythonContext,
  extended: ReadonlySet<string>,
): readonly PythonCommand[] {
  const list = context.values.list(node, call.statement.scope);
  if (list)
    return [fromItems(list.items, list.open || (node.kind === 'name' && extended.has(node.name)), call, context)];
  const followed = context.values.follow(node, call.statement.scope);
  return fromText(splitCall(followed) ?? followed, call, context);
}

/** The text in `shlex.split(text)` and `text.split()`. */
function splitCall(it: ScopedNode): ScopedNode | undefined {
  if (it.node.kind !== 'call' || lastName(it.node.callee) !== 'split') return undefined;
  const argument = positional(it.node.args, 0);
  if (argument) return { node: argument, scope: it.scope };
  return it.node.callee.kind === 'attribute' ? { node: it.node.callee.object, scope: it.scope } : undefined;
}

/** Names of lists that `cmd.append(…)`, `cmd.extend(…)` or `cmd.insert(…)` add to. */
function extendedNames(context: PythonContext): ReadonlySet<string> {
  return new Set(
    context.calls.flatMap(({ callee }) => {
      const grows = callee.kind === 'attribute' && /^(?:append|extend|insert)$/.test(callee.name);
      return grows && callee.object.kind === 'name' ? [callee.object.name] : [];
    }),
  );
}

function fromItems(
  items: readonly ScopedNode[],
  open: boolean,
  call: PythonCall,
  context: PythonContext,
): PythonCommand {
  const words = items.map((it) => {
    if (isOwnInterpreter(it.node)) return 'python3';
    const pieces = context.values.pieces(it.node, it.scope);
    const filled = fill(pieces);
    const isHole = filled.variables.length === 0 && !filled.whole && pieces.length === 1;
    return isHole ? undefined : printTemplate(pieces);
  });
  const whole = context.index.range(call.node.start, call.node.end);
  return {
    argv: open ? [...words, undefined] : words,
    rangeOf: (index) => {
      const item = items[index];
      return item ? context.index.range(item.node.start, item.node.end) : whole;
    },
    call,
  };
}

/** `sys.executable`: the Python that runs the file. */
function isOwnInterpreter(node: PythonNode): boolean {
  return (
    node.kind === 'attribute' && node.name === 'executable' && node.object.kind === 'name' && node.object.name === 'sys'
  );
}

function fromText(it: ScopedNode, call: PythonCall, context: PythonContext): readonly PythonCommand[] {
  const text = printTemplate(context.values.pieces(it.node, it.scope));
  const range = context.index.range(it.node.start, it.node.end);
  return shellCommands(text).map((words) => ({ argv: words.map((word) => word.text), rangeOf: () => range, call }));
}
