import { expect, test } from 'vitest';
import { listsOf } from '../../../../client/src/views/job-filter';
import type { JobFilter } from '../../../../client/src/views/job-filter';
import { Rows } from '../../../../client/src/views/rows';
import { memorySageMaker } from '../../../../engine/src/testing/memory-sagemaker';

const NOW = new Date();

/** Many jobs, of which one runs: a list without a filter would need several pages to come to it. */
async function account() {
  const sagemaker = memorySageMaker({
    run: ({ name, stopped }) =>
      name === 'first'
        ? new Promise((resolve) => {
            stopped.addEventListener('abort', () => {
              resolve(undefined);
            });
          })
        : Promise.resolve(undefined),
  });
  for (const name of ['first', ...Array.from({ length: 120 }, (_, at) => `job-${at}`)]) {
    await sagemaker.createTrainingJob({ TrainingJobName: name, RoleArn: 'r', OutputDataConfig: undefined });
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  return sagemaker;
}

const rowsFor = (filter: JobFilter) => new Rows(listsOf(['training-job', 'processing-job'], filter, NOW));

test('what runs is on the first page, however many jobs are newer', async () => {
  const sagemaker = await account();
  const rows = rowsFor({ status: 'running' });
  await rows.load(sagemaker);
  expect(rows.all.map(({ name }) => name)).toEqual(['first']);
  expect(rows.more).toBe(false);
  await sagemaker.stopTrainingJob('first');
});

test('pages are read one after the other, and a change reaches the row that it is about', async () => {
  const sagemaker = await account();
  const rows = rowsFor({});
  await rows.load(sagemaker);
  expect(rows.all).toHaveLength(50);
  expect(rows.change('training-job', 'first', 'Stopped', NOW)).toBe(false);
  await rows.loadMore(sagemaker);
  await rows.loadMore(sagemaker);
  expect(rows.all).toHaveLength(121);
  expect(rows.more).toBe(false);
  expect(rows.change('training-job', 'first', 'Stopped', NOW)).toBe(true);
  expect(rows.all.at(-1)).toMatchObject({ name: 'first', status: 'Stopped', ended: NOW });
  rows.remove('training-job', 'first');
  expect(rows.all).toHaveLength(120);
  await sagemaker.stopTrainingJob('first');
});
