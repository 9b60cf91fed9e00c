import type { PythonCall, PythonContext } from './python-context';
import { keyword, lastName, positional } from './python-nodes';
import type { PythonFacts } from './types';

/**
 * What argparse insists on, when the program surely parses its command line with the one parser of the file: the flags of
 * required options, and how many words it wants besides. Undefined when that can't be told.
 */
export function readRequired(
  context: PythonContext,
  surelyRuns: (statement: PythonCall['statement']) => boolean,
): PythonFacts['requires'] {
  const named = (pattern: RegExp): readonly PythonCall[] =>
    context.calls.filter((it) => pattern.test(lastName(it.callee) ?? ''));
  const parses = named(/^parse_(?:args|known_args|intermixed_args)$/);
  const [parse] = parses;
  const parsers = named(/^ArgumentParser$/);
  const [parser] = parsers;
  if (!parse || !parser || parses.length > 1 || parsers.length > 1 || parser.args.some((it) => it.name === 'parents'))
    return undefined;
  if (parse.args.length > 0 || !surelyRuns(parse.statement) || parse.statement.inTry) return undefined;
  if (named(/^(?:add_subparsers|add_mutually_exclusive_group|set_defaults)$/).length > 0) return undefined;
  let words = 0;
  const options: (readonly string[])[] = [];
  for (const { args, statement } of named(/^add_argument$/)) {
    const flags = args.flatMap((it) =>
      it.name === undefined ? [context.values.constant(it.value, statement.scope)] : [],
    );
    const first = positional(args, 0);
    if (!first || flags.some((it) => it === undefined) || args.some((it) => it.name === '**')) return undefined;
    const known = flags.filter((it) => it !== undefined);
    const required = keyword(args, 'required');
    if (known[0]?.startsWith('-') !== true) words += keyword(args, 'nargs') || keyword(args, 'default') ? 0 : 1;
    else if (required && lastName(required) === 'True') options.push(known);
  }
  return { words, options };
}
