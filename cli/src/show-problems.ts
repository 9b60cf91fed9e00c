import type { FileProblem } from '../../engine/src/session/read-request-file';
import { shownPath } from './shown-path';

/** What is to be done about a request with errors, which `problemLines` has shown. */
export const CORRECT_REQUEST = 'Correct what is said above, and try again.';

/** One line for each: file, line, column, what is wrong. */
export function problemLines(problems: readonly FileProblem[], cwd: string): string {
  return problems
    .map((it) => {
      const file = shownPath(cwd, it.file);
      return `${file}:${it.line}:${it.column}: ${it.severity}: ${it.message}\n`;
    })
    .join('');
}
