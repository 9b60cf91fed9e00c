import type { PythonCall, PythonContext } from './python-context';
import type { PythonNode, PythonStatement } from './python-nodes';
import { dottedName, keyword, lastName, positional, someNode, walkNode } from './python-nodes';
import { fullName } from './python-imports';
import { readRequired } from './python-required';
import type { PythonFacts } from './types';

type ArgumentFacts = Pick<
  PythonFacts,
  'requires' | 'usesOptions' | 'usesArgv' | 'dispatchesOn' | 'rejectsExtraArgument' | 'positionalChoices' | 'rejectedBy'
>;

const ARGUMENT_PACKAGES = ['click', 'typer', 'fire', 'docopt', 'absl', 'tyro', 'jsonargparse', 'simple_parsing'];

/** What the program does with its command line. */
export function readArguments(context: PythonContext): ArgumentFacts {
  const argv = argvUse(context);
  const positionals = context.calls.filter((it) => lastName(it.callee) === 'add_argument' && isPositional(it, context));
  const subcommands = context.calls.some((it) => lastName(it.callee) === 'add_subparsers');
  const rejectedBy = argv === 'none' ? findRejection(context, positionals.length > 0 || subcommands) : undefined;
  return {
    requires: argv === 'none' ? readRequired(context, (it) => runsFor(it, context)) : undefined,
    usesOptions: context.calls.some((it) => lastName(it.callee) === 'add_argument' || it.name === 'click.option'),
    usesArgv:
      argv !== 'none' ||
      positionals.length > 0 ||
      subcommands ||
      ARGUMENT_PACKAGES.some((it) => context.imports.packages.has(it)),
    dispatchesOn: [
      ...new Set([...comparedWords(context), ...choices(positionals, context), ...subcommandNames(context)]),
    ],
    rejectsExtraArgument: rejectedBy !== undefined,
    positionalChoices: argv === 'none' ? positionalChoices(positionals, context) : undefined,
    rejectedBy,
  };
}

/** `sys.argv[0]` alone is no use of the arguments. */
function argvUse(context: PythonContext): 'none' | 'used' {
  let all = 0;
  let names = 0;
  const count = (node: PythonNode): void => {
    if (isArgv(node, context)) all++;
    if (
      node.kind === 'subscript' &&
      isArgv(node.object, context) &&
      node.index.kind === 'number' &&
      node.index.text === '0'
    )
      names++;
  };
  context.visit(count);
  for (const statement of context.statements) for (const target of statement.targets) walkNode(target, count);
  return all > names ? 'used' : 'none';
}

function isArgv(node: PythonNode, context: PythonContext): boolean {
  return (node.kind === 'attribute' || node.kind === 'name') && fullName(node, context.imports) === 'sys.argv';
}

function isPositional(call: PythonCall, context: PythonContext): boolean {
  const first = positional(call.args, 0);
  if (!first) return true;
  const name = context.values.constant(first, call.statement.scope);
  return name === undefined || !name.startsWith('-');
}

function findRejection(context: PythonContext, takesPositionals: boolean): PythonFacts['rejectedBy'] {
  const parse = takesPositionals ? undefined : argparseRejection(context);
  if (parse) return { value: 'argparse', range: context.index.range(parse.node.start, parse.node.end) };
  return decoratorRejection(context);
}

/** The `parse_args()` of a parser all of whose arguments can be seen, when the program surely comes by it. */
function argparseRejection(context: PythonContext): PythonCall | undefined {
  const named = (name: string): PythonCall[] => context.calls.filter((it) => lastName(it.callee) === name);
  const parsers = context.calls.filter((it) => it.name === 'argparse.ArgumentParser');
  const [parser] = parsers;
  const [parse] = named('parse_args');
  if (!parser || !parse || parsers.length > 1 || named('parse_args').length > 1) return undefined;
  if (named('parse_known_args').length > 0 || named('parse_intermixed_args').length > 0) return undefined;
  if (
    parse.args.length > 0 ||
    parser.args.some((it) => it.name === 'parents' || it.name === 'fromfile_prefix_chars' || it.name?.startsWith('*'))
  )
    return undefined;
  if (parse.callee.kind !== 'attribute' || isPassedOn(parse.callee.object, context)) return undefined;
  return runsFor(parse.statement, context) ? parse : undefined;
}

/** What the one positional argument, or the subcommand, may be; undefined unless all of it is known. */
function positionalChoices(positionals: readonly PythonCall[], context: PythonContext): readonly string[] | undefined {
  const subcommands = context.calls.filter((it) => lastName(it.callee) === 'add_parser');
  const [only] = positionals;
  if (!argparseRejection(context) || positionals.length + (subcommands.length > 0 ? 1 : 0) !== 1) return undefined;
  if (!only) {
    const names = subcommandNames(context);
    const aliased = subcommands.some((it) => keyword(it.args, 'aliases') !== undefined);
    return names.length === subcommands.length && !aliased ? names : undefined;
  }
  const node = keyword(only.args, 'choices');
  const list = node && context.values.list(node, only.statement.scope);
  const words = choices([only], context);
  return list && words.length > 0 && words.length === list.items.length ? words : undefined;
}

/** The parser goes to code that may add arguments to it. */
function isPassedOn(parser: PythonNode, context: PythonContext): boolean {
  const name = dottedName(parser);
  return context.calls.some((call) => call.args.some((it) => name !== undefined && dottedName(it.value) === name));
}

/** True when running the file as a program surely gets there: it stands at the top, or in a function that the top calls. */
function runsFor(statement: PythonStatement, context: PythonContext): boolean {
  if (statement.scope === 0) return true;
  const called = new Set(context.calls.filter((it) => it.statement.scope === 0).map((it) => lastName(it.callee)));
  const reached = (name: string | undefined): boolean =>
    name !== undefined &&
    (called.has(name) ||
      context.calls.some(
        (it) =>
          lastName(it.callee) === name &&
          it.statement.owners.some((owner) => owner.kind === 'def' && owner.name !== name && called.has(owner.name)),
      ));
  return reached(statement.owners.find((it) => it.kind === 'def')?.name);
}

/** A single click or typer command without arguments, or hydra. */
function decoratorRejection(context: PythonContext): PythonFacts['rejectedBy'] {
  const decorators = context.statements.flatMap((statement, at) => {
    const node = statement.kind === 'decorator' ? statement.expressions[0] : undefined;
    const callee = node?.kind === 'call' ? node.callee : node;
    const name = callee && fullName(callee, context.imports);
    return node && name !== undefined ? [{ node, name, at }] : [];
  });
  const hydra = decorators.find((it) => it.name === 'hydra.main');
  const found = hydra ?? clickCommand(context, decorators);
  if (!found || !callsFromTop(context, functionAfter(context, found.at)?.name)) return undefined;
  return { value: hydra ? 'hydra' : 'click', range: context.index.range(found.node.start, found.node.end) };
}

interface Decorator {
  readonly node: PythonNode;
  readonly name: string;
  readonly at: number;
}

function clickCommand(context: PythonContext, decorators: readonly Decorator[]): Decorator | undefined {
  const commands = decorators.filter((it) => it.name === 'click.command');
  const [only] = commands;
  if (
    !only ||
    commands.length > 1 ||
    decorators.some(
      (it) => /\.(?:argument|group|pass_context)$/.test(it.name) || (it.name.endsWith('.command') && it !== only),
    )
  )
    return undefined;
  const lenient =
    only.node.kind === 'call' &&
    (keyword(only.node.args, 'context_settings', 'cls') !== undefined || only.node.args.some((it) => it.name === '**'));
  return lenient || context.calls.some((it) => it.name === 'click.argument' || lastName(it.callee) === 'add_command')
    ? undefined
    : only;
}

function functionAfter(context: PythonContext, at: number): PythonStatement | undefined {
  return context.statements.slice(at, at + 100).find((it) => it.kind === 'def');
}

/** `main()` at the top or below `if __name__ == '__main__'`, without arguments of its own. */
function callsFromTop(context: PythonContext, name: string | undefined): boolean {
  return (
    name !== undefined &&
    context.calls.some(
      (it) =>
        it.statement.scope === 0 &&
        it.statement.kind !== 'decorator' &&
        lastName(it.callee) === name &&
        it.args.length === 0,
    )
  );
}

/** Literals compared with `sys.argv[1]`, with a name that came from it, or with a parsed argument. */
function comparedWords(context: PythonContext): readonly string[] {
  const words: string[] = [];
  const isWord = (node: PythonNode, scope: number): boolean => {
    const value = context.values.follow(node, scope).node;
    // An expression on the arguments is short; walking a long one for every comparison would not be linear.
    const found = value.end - value.start < 300 && someNode(value, (it) => isArgv(it, context));
    return (
      found || (node.kind === 'attribute' && /^(?:args|opts?|options|known_args)$/.test(dottedName(node.object) ?? ''))
    );
  };
  const add = (node: PythonNode): void => {
    const literals = node.kind === 'sequence' ? node.items : [node];
    for (const it of literals)
      if (it.kind === 'string' && typeof it.parts[0] === 'string' && it.parts.length === 1) words.push(it.parts[0]);
  };
  context.visit((node, statement) => {
    if (node.kind !== 'binary' || !/^(?:==|!=|in|not in)$/.test(node.operator)) return;
    const literalLeft = node.left.kind === 'string';
    const literalRight = node.right.kind === 'string' || node.right.kind === 'sequence';
    if (literalRight && isWord(node.left, statement.scope)) add(node.right);
    else if (literalLeft && isWord(node.right, statement.scope)) add(node.left);
  });
  return words;
}

function choices(positionals: readonly PythonCall[], context: PythonContext): readonly string[] {
  return positionals.flatMap((call) => {
    const node = keyword(call.args, 'choices');
    const list = node && context.values.list(node, call.statement.scope);
    return (list?.items ?? []).flatMap((it) => context.values.constant(it.node, it.scope) ?? []);
  });
}

function subcommandNames(context: PythonContext): readonly string[] {
  return context.calls.flatMap((call) => {
    const first = lastName(call.callee) === 'add_parser' ? positional(call.args, 0) : undefined;
    return (first && context.values.constant(first, call.statement.scope)) ?? [];
  });
}
