import { indexText } from './text-index';
import type { Shebang } from './types';

/** Reads the `#!` line, if the text begins with one (a byte order mark before it is told, not hidden). */
export function readShebang(text: string): Shebang | undefined {
  const bom = text.charCodeAt(0) === 0xfeff;
  const start = bom ? 1 : 0;
  if (!text.startsWith('#!', start)) return undefined;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  const crlf = text[lineEnd - 1] === '\r';
  const end = crlf ? lineEnd - 1 : lineEnd;
  const line = text.slice(start, end);
  const [path = '', ...rest] = line
    .slice(2)
    .split(/[ \t]+/)
    .filter((word) => word !== '');
  const range = indexText(text).range(start, end);
  const throughEnv = path.slice(path.lastIndexOf('/') + 1) === 'env';
  const command = throughEnv ? afterEnv(rest) : [path, ...rest];
  return { line, interpreter: command[0] ?? path, args: command.slice(1), crlf, bom, range };
}

/** True when any line of the text ends with CR LF. */
export function hasCrlf(text: string): boolean {
  return text.includes('\r\n');
}

/** The command that `env` runs: options (`-S`, `-i`) and assignments come before it. */
function afterEnv(words: readonly string[]): readonly string[] {
  let i = 0;
  while (i < words.length) {
    const word = words[i] ?? '';
    if (word.startsWith('-S') && word.length > 2) return [word.slice(2), ...words.slice(i + 1)];
    if (word === '-u' || word === '-C') i += 2;
    else if (word.startsWith('-') || word.includes('=')) i += 1;
    else break;
  }
  return words.slice(i);
}
