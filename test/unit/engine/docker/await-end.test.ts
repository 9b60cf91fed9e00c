import { expect, it } from 'vitest';
import type { DockerEngine } from '../../../../engine/src/docker/engine';
import { EngineError } from '../../../../engine/src/docker/engine';
import { awaitEnd } from '../../../../engine/src/docker/await-end';
import { following } from '../../../../engine/src/docker/following';
import { UserError } from '../../../../engine/src/user-error';

const LOST = new UserError('The Docker Engine went away.', 'See whether it runs.');

/** An engine that has ended the container, by a stop signal that it obeyed; calls fail as often as is said. */
function restartedEngine(failures: { info?: number; wait?: number; refusal?: EngineError }) {
  const left = { info: 0, wait: 0, ...failures };
  const engine = {
    ping: () => Promise.resolve({ apiVersion: '1.41', os: 'linux', server: 'Docker' }),
    info: () => (left.info-- > 0 ? Promise.reject(LOST) : Promise.resolve({})),
    containers: {
      inspect: () => Promise.resolve({ State: { Status: 'exited', ExitCode: 0 } }),
      wait: () =>
        left.wait-- > 0 ? Promise.reject(left.refusal ?? LOST) : Promise.resolve({ exitCode: Promise.resolve(0) }),
      logs: () => Promise.resolve([]),
    },
  };
  return engine as unknown as DockerEngine;
}

function endOn(engine: DockerEngine) {
  const lost = Promise.reject(new EngineError('the engine went away while the container ran', 500));
  lost.catch(() => undefined);
  const lines = following({ host: 'algo-1', onLine: () => undefined });
  const first = { output: Promise.resolve(), exitCode: lost };
  return awaitEnd(engine, 'id', lines, first, new AbortController().signal);
}

it('what an engine took along is told also when it goes away once more before it has said so', async () => {
  expect(await endOn(restartedEngine({ info: 1 }))).toMatchObject({ exitCode: 0, withEngine: true });
});

it('an engine that goes away again just as it is asked to wait is waited for again', async () => {
  expect(await endOn(restartedEngine({ wait: 1 }))).toMatchObject({ exitCode: 0, withEngine: true });
});

it('what the engine refuses ends the waiting', async () => {
  const refusal = new EngineError('not allowed', 403);
  await expect(endOn(restartedEngine({ wait: 1, refusal }))).rejects.toBe(refusal);
});
