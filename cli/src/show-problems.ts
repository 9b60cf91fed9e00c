import { relative } from 'node:path';
import type { FileProblem } from '../../engine/src/session/read-request-file';

/** What is to be done about a request with errors, which `problemLines` has shown. */
export const CORRECT_REQUEST = 'Correct what is said above, and try again.';

/** One line for each: file, line, column, what is wrong. */
export function problemLines(problems: readonly FileProblem[], cwd: string): string {
  return problems
    .map((it) => {
      const short = relative(cwd, it.file);
      const file = short.startsWith('..') || short === '' ? it.file : short;
      return `${file}:${it.line}:${it.column}: ${it.severity}: ${it.message}\n`;
    })
    .join('');
}
