import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_OVERLAY } from '../../../../engine/src/requests/overlay';
import { examineMachine } from '../../../../engine/src/session/doctor';
import { openLocal } from '../../../../engine/src/session/open-local';

const NOWHERE = 'unix:///nowhere/docker.sock';

let storage: string;

beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'smc-open-'));
  vi.stubEnv('DOCKER_HOST', 'unix:///elsewhere/docker.sock');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(storage, { recursive: true });
});

function open(dockerHost: string | undefined) {
  return openLocal({
    storage,
    window: 'test',
    placed: () => ({ overlay: DEFAULT_OVERLAY, folder: storage }),
    onBuild: () => undefined,
    onPull: () => undefined,
    dockerHost,
  });
}

it('names the setting that gave the address where no engine listens', async () => {
  const session = await open(NOWHERE);
  await expect(session.engine()).rejects.toMatchObject({
    message:
      'No Docker Engine listens at /nowhere/docker.sock (from the setting sagemaker.docker.host): it is not running.',
    remedy: 'Start the engine, or change the setting sagemaker.docker.host.',
  });
  await session.close();
});

it('names DOCKER_HOST where no setting says otherwise', async () => {
  const session = await open(undefined);
  await expect(session.engine()).rejects.toMatchObject({
    message: expect.stringContaining('/elsewhere/docker.sock (from DOCKER_HOST)') as string,
    remedy: 'Start the engine, or change DOCKER_HOST.',
  });
  await session.close();
});

it('the look at the machine names the setting too', async () => {
  const [engine] = await examineMachine(process.env, undefined, NOWHERE);
  expect(engine).toMatchObject({
    state: 'missing',
    text: expect.stringContaining('from the setting sagemaker.docker.host') as string,
    remedy: expect.stringContaining('sagemaker.docker.host') as string,
  });
});
