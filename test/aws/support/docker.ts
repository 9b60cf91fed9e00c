import { execFileSync } from 'node:child_process';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import { openEngine } from '../../../engine/src/docker/open-engine';
import { makeTinyImage } from '../../docker/support/tiny-image';

/** The engine of the tests with Docker, with the tiny image in it; started when none runs. */
export async function dockerEngine(): Promise<DockerEngine> {
  const said = execFileSync(process.execPath, ['scripts/docker-engine.mjs', 'start'], { encoding: 'utf8' });
  const engine = await openEngine({ socketPath: said.trim().replace(/^unix:\/\//, '') }, 'the tests');
  await makeTinyImage(engine);
  return engine;
}
