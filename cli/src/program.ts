import { basename } from 'node:path';
import { shownPath } from './shown-path';

/** The file that is run when nothing else is said: `node dist/cli.js`. */
const SCRIPT = 'cli.js';

/**
 * What people type to call this program, so that hints can be copied: the name that it was called by, or `node` and its
 * file. `script`: argv[1].
 */
export function programName(script: string | undefined, cwd: string): string {
  if (script === undefined || basename(script) !== SCRIPT) return 'sagemaker-containers';
  const path = shownPath(cwd, script);
  return `node ${path.includes(' ') ? `"${path}"` : path}`;
}
