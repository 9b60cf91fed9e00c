// Packages dist/ and what .vscodeignore lets through into out/sagemaker-containers.vsix.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The package. */
export const VSIX = path.join(root, 'out/sagemaker-containers.vsix');

/** README.md as VS Code shows it: pictures of the repository can't be found from there, and would be broken. */
function readmeWithoutPictures() {
  const text = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  const file = path.join(root, 'out/README.md');
  fs.writeFileSync(file, text.replaceAll(/^!\[[^\]]*\]\(docs\/images\/[^)]*\)\n\n/gm, ''));
  return file;
}

/** Writes the package; throws when vsce refuses. Says which files are in it when `verbose`. */
export function packageExtension({ verbose = false } = {}) {
  fs.mkdirSync(path.dirname(VSIX), { recursive: true });
  const vsce = [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package'];
  // The bundles carry the dependencies. README links stay as they are: there is no public repository to point them to.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'];
  options.push('--readme-path', path.relative(root, readmeWithoutPictures()));
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
