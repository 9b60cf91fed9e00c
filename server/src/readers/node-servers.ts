import type { RangeOf } from './plumber';
import { argumentsAt, splitArguments } from './call-arguments';
import type { Argument } from './call-arguments';
import { buildServer, noParts } from './server-start';
import type { GivenText } from './server-start';
import type { ServerStart } from './types';

/** Servers that JavaScript for Node starts: `app.listen(8080)`, `server.listen(PORT, '0.0.0.0')`, `fastify.listen({ port, host })`. */
export function readNodeServers(code: string, rangeOf: RangeOf): readonly ServerStart[] {
  const program = /(?:require\(\s*|from\s+)['"]fastify['"]/.test(code) ? 'fastify' : 'node';
  return [...code.matchAll(/(?<![\w$])[\w$]+\s*\.\s*listen\s*\(/g)].flatMap((call) => {
    if (/(?:\/\/|\*)[^\n]*$/.test(code.slice(Math.max(0, call.index - 200), call.index))) return [];
    const open = call.index + call[0].length;
    const given = argumentsAt(code, open);
    const range = rangeOf(call.index, open + given.length + 1);
    const placed = (found: Argument): GivenText => ({
      text: valueOf(found.text, code),
      range: rangeOf(open + found.start, open + found.start + found.text.length),
    });
    const { hosts, ports } = given.trimStart().startsWith('{') ? named(given) : positional(given);
    return [
      buildServer({
        ...noParts(program, range),
        hosts: hosts.map(placed),
        ports: ports.map(placed),
        // `listen(options)`, `listen(...args)`: anything may be given there.
        open: ports.length === 0,
      }),
    ];
  });
}

interface Address {
  readonly hosts: readonly Argument[];
  readonly ports: readonly Argument[];
}

/** `listen(port, host?, …, callback?)`; a text in place of the port is a socket or a variable's value. */
function positional(given: string): Address {
  const [first, second] = splitArguments(given);
  if (first === undefined || /^\s*(?:\.\.\.|\(|async\b|function\b)/.test(first.text)) return { hosts: [], ports: [] };
  const host = second !== undefined && /^['"`]/.test(second.text) ? [second] : [];
  return { hosts: host, ports: [first] };
}

/** `listen({ port: 8080, host: '0.0.0.0' })`; a name alone stands for the variable of that name. */
function named(given: string): Address {
  const body = given.indexOf('{') + 1;
  const parts = splitArguments(given.slice(body, given.lastIndexOf('}')));
  const member = (name: string): readonly Argument[] =>
    parts.flatMap(({ text, start }) => {
      const value = new RegExp(`^['"]?${name}['"]?\\s*(?::\\s*(\\S[^]*))?$`, 'd').exec(text);
      if (!value) return [];
      return [{ text: value[1] ?? name, start: body + start + (value.indices?.[1]?.[0] ?? 0) }];
    });
  const spread = parts.some(({ text }) => text.startsWith('...'));
  return spread ? { hosts: [], ports: [] } : { hosts: member('host'), ports: member('port') };
}

/** What an expression is worth, in the notation of template.ts; a constant is looked up once. Undefined: not known. */
function valueOf(expression: string, code: string, looked = false): string | undefined {
  const bare = expression.replace(/^(?:Number|parseInt|String)\(\s*(.*?)\s*(?:,\s*10\s*)?\)$/s, '$1').trim();
  const literal = /^(?:(\d+)|'([^']*)'|"([^"]*)"|`([^`$]*)`)$/.exec(bare);
  if (literal) return literal[1] ?? literal[2] ?? literal[3] ?? literal[4];
  const variable = /^process\.env(?:\.(\w+)|\[['"](\w+)['"]\])(?:\s*(?:\|\||\?\?)\s*(.+))?$/s.exec(bare);
  if (variable) {
    const name = variable[1] ?? variable[2] ?? '';
    const fallback = variable[3] === undefined ? undefined : valueOf(variable[3].trim(), code, looked);
    return fallback === undefined ? `\${${name}}` : `\${${name}:-${fallback}}`;
  }
  if (looked || !/^[A-Za-z_$][\w$]*$/.test(bare)) return undefined;
  const name = bare.replaceAll('$', '\\$');
  const constants = [
    ...code.matchAll(new RegExp(`\\b(?:const|let|var)\\s+${name}\\s*(?::\\s*\\w+\\s*)?=\\s*([^;\\n]{1,200})`, 'g')),
  ];
  const [only] = constants;
  const assigned = new RegExp(`(?<!(?:const|let|var)\\s+)(?<![\\w$.])${name}\\s*=[^=]`).test(code);
  return constants.length !== 1 || only?.[1] === undefined || assigned
    ? undefined
    : valueOf(only[1].trim(), code, true);
}
