import type { Range } from 'vscode-languageserver-types';
import { argumentsAt, splitArguments } from './call-arguments';
import type { Argument } from './call-arguments';
import { buildServer, noParts } from './server-start';
import type { GivenText } from './server-start';
import type { ServerStart } from './types';

/** Where `[start, end)` of the code is. */
export type RangeOf = (start: number, end: number) => Range;

/** A plumber server that R code starts (`plumber::plumb("plumber.R")$run(host = "0.0.0.0", port = 8080)`), if any. */
export function readPlumber(code: string, rangeOf: RangeOf): ServerStart | undefined {
  // Comments become blanks: places stay.
  const plain = code.replace(/^[ \t]*#.*$/gm, (comment) => ' '.repeat(comment.length));
  const runs = /(?:\$\s*run|\bpr_run)\s*\(/.exec(plain);
  if (!runs || !/\bplumb(?:er)?\b|\bpr_run\b|\bpr\s*\(/.test(plain)) return undefined;
  const open = runs.index + runs[0].length;
  const given = argumentsAt(plain, open);
  const range = rangeOf(runs.index, open + given.length + 1);
  const piped = /(?:\|>|%>%)\s*$/.test(plain.slice(0, runs.index).replace(/\w+::$/, ''));
  const formals = runs[0].startsWith('$') || piped ? FORMALS : ['pr', ...FORMALS];
  const matched = matchArguments(splitArguments(given), formals);
  const argument = (name: string): readonly GivenText[] =>
    matched
      .filter((it) => it.name === name)
      .map(({ text, start }) => ({ text: valueOf(text), range: rangeOf(open + start, open + start + text.length) }));
  return buildServer({ ...noParts('plumber', range), hosts: argument('host'), ports: argument('port') });
}

/** The first arguments of `Plumber$run` and, behind the router, of `pr_run`. */
const FORMALS: readonly string[] = ['host', 'port'];

/** As R matches them: by name first, those without one in the order of the formals that are left. */
function matchArguments(
  given: readonly Argument[],
  formals: readonly string[],
): readonly (Argument & { readonly name: string })[] {
  const read = given.map(({ text, start }) => {
    const named = /^([\w.]+)\s*=(?!=)\s*/.exec(text);
    const skipped = named?.[0].length ?? 0;
    return { name: named?.[1], text: text.slice(skipped), start: start + skipped };
  });
  const left = formals.filter((formal) => !read.some(({ name }) => name === formal));
  return read.map((it) => ({ ...it, name: it.name ?? left.shift() ?? '' }));
}

/** A literal, or a variable of the environment in the notation of template.ts; undefined: it can't be known. */
function valueOf(value: string): string | undefined {
  const literal = /^(?:"([^"]*)"|'([^']*)'|(\d+)L?)$/.exec(value);
  if (literal) return literal[1] ?? literal[2] ?? literal[3];
  const variable =
    /Sys\.getenv\(\s{0,20}["']([A-Za-z_]\w*)["'](?:\s{0,20},\s{0,20}(?:unset\s{0,20}=\s{0,20})?["']?(\w+)["']?)?/.exec(
      value,
    );
  if (!variable) return undefined;
  return variable[2] === undefined ? `\${${variable[1] ?? ''}}` : `\${${variable[1] ?? ''}:-${variable[2]}}`;
}
