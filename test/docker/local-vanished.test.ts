import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, inject, it } from 'vitest';
import { startWork, wrote } from './drill-work';
import { processingRequest, scriptRequest, subjects, trainAndServe, trainingRequest } from './local-subject';
import type { Subject } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';

const ENDLESS = `trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait $!; done`;

describeWithEngine('when the folder of jobs is deleted', () => {
  const subject = subjects();

  async function begin(all: Subject, name: string, script = ENDLESS): Promise<void> {
    await all.sagemaker.createTrainingJob(scriptRequest(name, script));
    for await (const line of all.sagemaker.logs('training-job', name)) if (line.text === 'ready') break;
  }

  it('a job that runs is ended, and its name is free again', async () => {
    const all = await subject();
    await begin(all, 'job');
    expect(await leftovers(all.engine, all.owner)).not.toEqual([]);
    fs.rmSync(path.join(all.storage, 'jobs'), { recursive: true });
    await all.sagemaker.settled('training-job', 'job');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
    expect((await all.sagemaker.listTrainingJobs()).TrainingJobSummaries).toEqual([]);
    await all.sagemaker.createTrainingJob(trainingRequest('job'));
    await all.sagemaker.settled('training-job', 'job');
    expect((await all.sagemaker.describeTrainingJob('job')).TrainingJobStatus).toBe('Completed');
  });

  it('an endpoint that serves is ended', async () => {
    const all = await subject();
    await trainAndServe(all);
    fs.rmSync(path.join(all.storage, 'jobs'), { recursive: true });
    await expect.poll(() => leftovers(all.engine, all.owner), { timeout: 30_000 }).toEqual([]);
  });

  it('a job whose process died as well is ended by the next process', async () => {
    const all = await subject();
    const work = { kind: 'processing', request: processingRequest('orphan', ENDLESS) } as const;
    const ready = () => wrote(all, 'processing-job/orphan/algo-1.log', 'ready');
    const dead = await startWork(all, inject('engineSocket'), work, ready);
    dead.kill();
    await dead.exited;
    fs.rmSync(path.join(all.storage, 'jobs'), { recursive: true });
    const { containers } = await all.sagemaker.reconcile();
    expect(containers.filter((name) => name.includes('orphan'))).toHaveLength(1);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });
});

describeWithEngine('when a file of a job is damaged', () => {
  const subject = subjects();

  it('the next process ends the job, and takes up the others', async () => {
    const all = await subject({}, { isDead: () => Promise.resolve(true) });
    await all.sagemaker.createTrainingJob(scriptRequest('damaged', ENDLESS));
    for await (const line of all.sagemaker.logs('training-job', 'damaged')) if (line.text === 'ready') break;
    fs.writeFileSync(path.join(all.storage, 'jobs/training-job/damaged/plan.json'), '');
    await all.another().reconcile();
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
    expect((await all.sagemaker.describeTrainingJob('damaged')).TrainingJobStatus).toBe('Failed');
  });
});
