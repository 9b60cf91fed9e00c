import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DockerEngine } from '../../../../engine/src/docker/engine';
import { BUILT_LABEL, KEPT_LABEL } from '../../../../engine/src/docker/labels';
import { requestFor } from '../../../../engine/src/requests/request-for';
import { outcomeOf, unlessMissing } from '../../../../engine/src/session/by-kind';
import { findLeftovers } from '../../../../engine/src/session/leftovers';
import type { SageMaker } from '../../../../engine/src/sagemaker';
import { memorySageMaker } from '../../../../engine/src/testing/memory-sagemaker';

let storage: string;
beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'sm-leftovers-'));
});
afterEach(() => {
  rmSync(storage, { recursive: true, force: true });
});

const SIGNAL = new AbortController().signal;

/** An engine with two images and a volume, that writes down what is deleted. */
function engineWith(deleted: string[]): DockerEngine {
  const image = (id: string, tags: readonly string[], size: number) => ({
    id,
    tags,
    size,
    labels: { [BUILT_LABEL]: `/w/${id}/Dockerfile` },
  });
  const remove = (name: string): Promise<void> => {
    deleted.push(name);
    return Promise.resolve();
  };
  return {
    images: { list: () => Promise.resolve([image('a', ['a:1'], 10), image('b', [], 20)]), remove },
    volumes: {
      list: () => Promise.resolve([{ name: 'v', labels: { [KEPT_LABEL]: 'checkpoints s3://b/c' } }]),
      remove,
    },
  } as unknown as DockerEngine;
}

/** One job that is over and one that runs on. */
async function withJobs(): Promise<SageMaker> {
  const sagemaker = memorySageMaker({
    run: ({ name, stopped }) =>
      name === 'over'
        ? Promise.resolve(undefined)
        : new Promise((resolve) => {
            stopped.addEventListener('abort', () => {
              resolve(undefined);
            });
          }),
  });
  for (const name of ['over', 'runs']) {
    const request = requestFor('training-job', name, 'app:1');
    if ('AlgorithmSpecification' in request) await sagemaker.createTrainingJob(request);
  }
  for await (const _ of sagemaker.logs('training-job', 'over'));
  return sagemaker;
}

it('finds what runs left, with sizes, and leaves what runs', async () => {
  const folder = join(storage, 'jobs', 'training-job', 'over', 'output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.tar.gz'), 'x'.repeat(1234));
  const sagemaker = await withJobs();
  expect((await outcomeOf(sagemaker, 'training-job', 'over')).status).toBe('Completed');
  const found = await findLeftovers(sagemaker, engineWith([]), storage, SIGNAL);
  expect(found.map(({ kind, label, size }) => [kind, label, size])).toEqual([
    ['image', '/w/b/Dockerfile', 20],
    ['image', '/w/a/Dockerfile', 10],
    ['checkpoints', 'checkpoints s3://b/c', undefined],
    ['job', 'over', 1234],
  ]);
});

it('each is deleted by itself', async () => {
  const deleted: string[] = [];
  const sagemaker = await withJobs();
  for (const { remove } of await findLeftovers(sagemaker, engineWith(deleted), storage, SIGNAL)) await remove();
  expect(deleted).toEqual(['b', 'a:1', 'v']);
  expect(await unlessMissing(sagemaker.describeTrainingJob('over'))).toBeUndefined();
  expect(await unlessMissing(sagemaker.describeTrainingJob('runs'))).toBeDefined();
});
