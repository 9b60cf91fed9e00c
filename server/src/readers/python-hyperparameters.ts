import { HYPERPARAMETERS_FILE } from '../../../contract/config-files';
import type { PythonContext } from './python-context';
import { fullName } from './python-imports';
import type { PythonNode } from './python-nodes';
import { lastName, positional, walkNode } from './python-nodes';
import type { Located, PythonFacts } from './types';

/** Arguments of learning libraries that must be numbers. */
const NUMBERS =
  /^(?:n_estimators|max_depth|max_leaf_nodes|max_leaves|min_samples_(?:split|leaf)|n_neighbors|n_clusters|n_components|max_iter|max_features|num_leaves|num_(?:train_)?epochs|n_epochs|epochs|(?:per_device_\w+_)?batch_size|learning_rate(?:_init)?|lr|weight_decay|momentum|alpha|C|gamma|l1_ratio|dropout|hidden_(?:size|dim)|num_layers|num_workers|test_size|random_state|seed)$/;
const CALCULATES = /^(?:-|\/|\/\/|\*\*)$/;

/**
 * Hyperparameters that are used as numbers just as `hyperparameters.json` has them, which is as text: `n_estimators=hp["n"]`,
 * `range(hp["epochs"])`. The value is the name of the hyperparameter; `surely`: Python itself refuses.
 */
export function readUncast(context: PythonContext, text: string): PythonFacts['uncast'] {
  if (!text.includes('hyperparameters')) return [];
  const opened = openedNames(context);
  const found: Located<{ name: string; surely: boolean }>[] = [];
  const add = (node: PythonNode, scope: number, surely: boolean): void => {
    const name = hyperparameter(node, scope, context, opened);
    if (name !== undefined) found.push({ value: { name, surely }, range: context.index.range(node.start, node.end) });
  };
  for (const { args, name, statement } of context.calls) {
    if (name === 'range') for (const it of args) add(it.value, statement.scope, true);
    else if (name !== 'dict')
      for (const it of args) if (NUMBERS.test(it.name ?? '')) add(it.value, statement.scope, false);
  }
  context.visit((node, { scope }) => {
    if (node.kind !== 'binary' || !CALCULATES.test(node.operator)) return;
    add(node.left, scope, true);
    add(node.right, scope, true);
  });
  return found;
}

/** Names, by scope, of files opened by `with open(".../hyperparameters.json") as f`. */
function openedNames(context: PythonContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, targets, expressions, scope } of context.statements) {
    if (kind !== 'with') continue;
    const [target] = targets;
    const opens = expressions.some((it) => isOpened(it, scope, context));
    if (target?.kind === 'name' && opens) names.add(`${String(scope)}:${target.name}`);
  }
  return names;
}

function isOpened(node: PythonNode, scope: number, context: PythonContext): boolean {
  let found = false;
  walkNode(node, (it) => {
    const path = it.kind === 'call' && lastName(it.callee) === 'open' ? positional(it.args, 0) : undefined;
    const text = path && context.values.constant(path, scope);
    found ||= text?.endsWith(`/${HYPERPARAMETERS_FILE}`) === true;
  });
  return found;
}

/** The name of the hyperparameter that an expression is, as the file has it. */
function hyperparameter(
  node: PythonNode,
  scope: number,
  context: PythonContext,
  opened: ReadonlySet<string>,
): string | undefined {
  const value = context.values.follow(node, scope);
  const it = value.node;
  const getter =
    it.kind === 'call' && it.callee.kind === 'attribute' && it.callee.name === 'get' ? it.callee : undefined;
  const object = it.kind === 'subscript' ? it.object : getter?.object;
  const key = it.kind === 'subscript' ? it.index : it.kind === 'call' ? positional(it.args, 0) : undefined;
  if (!object || !key) return undefined;
  const name = context.values.constant(key, value.scope);
  const source = context.values.follow(object, value.scope);
  return source.node.kind === 'call' && isLoaded(source.node, source.scope, context, opened) ? name : undefined;
}

/** `json.load(f)` of that file, and not converted on the way. */
function isLoaded(
  call: PythonNode & { kind: 'call' },
  scope: number,
  context: PythonContext,
  opened: ReadonlySet<string>,
): boolean {
  const [file] = call.args;
  if (fullName(call.callee, context.imports) !== 'json.load' || call.args.length !== 1 || !file) return false;
  if (file.value.kind === 'name') return opened.has(`${String(scope)}:${file.value.name}`);
  return isOpened(file.value, scope, context);
}
