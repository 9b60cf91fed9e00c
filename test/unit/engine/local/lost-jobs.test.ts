import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { DockerEngine } from '../../../../engine/src/docker/engine';
import { localSageMaker } from '../../../../engine/src/local/local-sagemaker';
import type { LocalSageMaker } from '../../../../engine/src/local/local-sagemaker';
import { overlayPlanner } from '../../../../engine/src/local/planner';
import { newState } from '../../../../engine/src/local/state';
import { Store } from '../../../../engine/src/local/store';
import { DEFAULT_OVERLAY } from '../../../../engine/src/requests/overlay';

const OWNER = { pid: 1, started: '', machine: 'm', window: 'w' };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

async function withLostJob(engine: () => Promise<DockerEngine>): Promise<LocalSageMaker> {
  const storage = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-lost-'));
  folders.push(storage);
  const state = newState('training-job', 'a', 'arn', 'InProgress', OWNER, new Date());
  await new Store(storage).create(state, { 'request.json': {}, 'plan.json': { containers: [] } });
  return localSageMaker({
    storage,
    engine,
    planner: overlayPlanner(() => ({ overlay: DEFAULT_OVERLAY, folder: storage }), { account: '1', region: 'r' }),
    owner: OWNER,
    isDead: () => Promise.resolve(true),
    build: () => Promise.resolve(),
  });
}

it.each([
  ['that is not there', () => Promise.reject(new Error('refused'))],
  ['that never answers', () => new Promise<DockerEngine>(() => undefined)],
])('says nothing of a job when it needs an engine %s', async (_, engine) => {
  const sagemaker = await withLostJob(engine);
  await sagemaker.failLostJobs(50);
  const { TrainingJobSummaries } = await sagemaker.listTrainingJobs();
  expect(TrainingJobSummaries?.map((job) => job.TrainingJobStatus)).toEqual(['InProgress']);
});
