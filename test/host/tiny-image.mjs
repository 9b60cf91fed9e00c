// The image that the suites in VS Code run.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Makes it in the engine of DOCKER_HOST; false: no engine is named, so nothing is. */
export function makeTinyImage() {
  if (process.env.DOCKER_HOST?.startsWith('unix://') !== true) return false;
  const { status } = spawnSync(path.join(root, 'node_modules/.bin/tsx'), ['test/docker/support/make-tiny.mts'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the tiny image could not be made');
  return true;
}
