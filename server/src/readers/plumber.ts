import type { Range } from 'vscode-languageserver-types';
import { buildServer, noParts } from './server-start';
import type { GivenText } from './server-start';
import type { ServerStart } from './types';

/** A plumber server that R code starts (`plumber::plumb("plumber.R")$run(host = "0.0.0.0", port = 8080)`), if any; `range` is that of the code. */
export function readPlumber(code: string, range: Range): ServerStart | undefined {
  const plain = code.replace(/^[ \t]*#.*$/gm, '');
  const runs = /\$\s*run\s*\(|\bpr_run\s*\(|\bplumber::pr_run\b/.exec(plain);
  if (!runs || !/\bplumb(?:er)?\b|\bpr_run\b|\bpr\s*\(/.test(plain)) return undefined;
  const args = plain.slice(runs.index);
  return buildServer({
    ...noParts('plumber', range),
    hosts: argument(args, 'host', range),
    ports: argument(args, 'port', range),
  });
}

function argument(code: string, name: string, range: Range): readonly GivenText[] {
  const value = new RegExp(`\\b${name}\\s{0,20}=\\s{0,20}([^\\n]{0,200})`).exec(code)?.[1];
  if (value === undefined) return [];
  const literal = /^(?:"([^"]*)"|'([^']*)'|(\d+)L?\s*(?:[,)]|$))/.exec(value);
  if (literal) return [{ text: literal[1] ?? literal[2] ?? literal[3], range }];
  const variable =
    /Sys\.getenv\(\s{0,20}["']([A-Za-z_]\w*)["'](?:\s{0,20},\s{0,20}(?:unset\s{0,20}=\s{0,20})?["']?(\w+)["']?)?/.exec(
      value,
    );
  if (!variable) return [{ text: undefined, range }];
  return [
    {
      text: variable[2] === undefined ? `\${${variable[1] ?? ''}}` : `\${${variable[1] ?? ''}:-${variable[2]}}`,
      range,
    },
  ];
}
