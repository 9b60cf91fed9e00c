import { execFileSync } from 'node:child_process';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import { openEngine } from '../../../engine/src/docker/open-engine';
import { makeTinyImage } from '../../docker/support/tiny-image';

/** Where the engine of the tests with Docker listens, as DOCKER_HOST has it; started when none runs. */
export function dockerHost(): string {
  return execFileSync(process.execPath, ['scripts/docker-engine.mjs', 'start'], { encoding: 'utf8' }).trim();
}

/** The engine of the tests with Docker, with the tiny image in it. */
export async function dockerEngine(): Promise<DockerEngine> {
  const engine = await openEngine({ socketPath: dockerHost().replace(/^unix:\/\//, '') }, 'the tests');
  await makeTinyImage(engine);
  return engine;
}
