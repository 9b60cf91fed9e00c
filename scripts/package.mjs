// Packages dist/ and what .vscodeignore lets through into out/sagemaker-containers.vsix.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The package. */
export const VSIX = path.join(root, 'out/sagemaker-containers.vsix');

/** Writes the package; throws when vsce refuses. Says which files are in it when `verbose`. */
export function packageExtension({ verbose = false } = {}) {
  fs.mkdirSync(path.dirname(VSIX), { recursive: true });
  const vsce = [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package'];
  // The bundles carry the dependencies. README links stay as they are: there is no public repository to point them to.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'];
  // vsce needs a newer Node than 20: the one among the dependencies.
  const { status, error } = spawnSync(path.join(root, 'node_modules/.bin/node'), [...vsce, ...options, '--out', VSIX], {
    cwd: root,
    stdio: ['ignore', verbose ? 'inherit' : 'ignore', 'inherit'],
  });
  if (error || status !== 0) throw new Error(`vsce failed (${error?.message ?? status})`);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  packageExtension({ verbose: true });
}
