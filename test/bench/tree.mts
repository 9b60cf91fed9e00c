// npx tsx test/bench/tree.mts: the rows of the Jobs view with 10,000 jobs behind them.
import process from 'node:process';
import { Rows } from '../../client/src/views/rows';
import { arranged, listsOf } from '../../client/src/views/job-filter';
import type { SageMaker } from '../../engine/src/sagemaker';
import { memorySageMaker } from '../../engine/src/testing/memory-sagemaker';

const JOBS = 10_000;
const PAGES = 10;
const REPEATS = 9;

async function filled(): Promise<SageMaker> {
  const sagemaker = memorySageMaker();
  for (let i = 0; i < JOBS; i += 1) {
    await sagemaker.createTrainingJob({
      TrainingJobName: `churn-${i}`,
      RoleArn: 'arn:aws:iam::123456789012:role/r',
      AlgorithmSpecification: { TrainingImage: 'churn:1', TrainingInputMode: 'File' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
      OutputDataConfig: { S3OutputPath: 's3://b/out' },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
    });
  }
  return sagemaker;
}

async function median(act: () => Promise<unknown> | unknown): Promise<string> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return `${(times[Math.floor(REPEATS / 2)] ?? NaN).toFixed(2)} ms`;
}

const LISTS = listsOf(['training-job', 'processing-job', 'transform-job'], {}, new Date());
const sagemaker = await filled();
const shown = (rows: Rows): number => arranged(rows.all, { sort: 'newest' }, new Date()).length;

const first = await median(async () => {
  const rows = new Rows(LISTS);
  await rows.load(sagemaker);
  shown(rows);
});
const before = process.memoryUsage().heapUsed;
const rows = new Rows(LISTS);
await rows.load(sagemaker);
const more = await median(async () => {
  await rows.loadMore(sagemaker);
  shown(rows);
});
while (rows.more) await rows.loadMore(sagemaker);
const memory = (process.memoryUsage().heapUsed - before) / 1e6;
const change = await median(() => {
  rows.change('training-job', `churn-${JOBS / 2}`, 'Completed', new Date());
  return shown(rows);
});
const few = new Rows(LISTS);
await few.load(sagemaker);
for (let i = 1; i < PAGES; i += 1) await few.loadMore(sagemaker);
const changeFew = await median(() => {
  few.change('training-job', few.all[0]?.name ?? '', 'Completed', new Date());
  return shown(few);
});

console.log(`${JOBS} jobs at the connection, pages of 50; medians of ${REPEATS}`);
console.log(`first page               ${first}`);
console.log(`load more                ${more}`);
console.log(`one change, ${shown(few)} rows     ${changeFew}`);
console.log(`one change, ${shown(rows)} rows   ${change}`);
console.log(`memory of all rows       ${memory.toFixed(1)} MB`);
process.exit(0);
