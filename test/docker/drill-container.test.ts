import { expect, it } from 'vitest';
import { processingRequest, scriptRequest, subjects, trainAndServe } from './local-subject';
import type { Subject } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';
import { WINDOW_LABEL } from '../../engine/src/docker/labels';

describeWithEngine('a container that is killed', () => {
  const subject = subjects();

  async function killAll({ engine, owner }: Subject): Promise<void> {
    for (const { id } of await engine.containers.list({ label: [`${WINDOW_LABEL}=${owner.window}`] })) {
      await engine.containers.kill(id);
    }
  }

  it('fails its training and processing jobs, two at once, and says what happened', async () => {
    const all = await subject();
    const script = 'echo ready; exec sleep 60';
    await Promise.all([
      all.sagemaker.createTrainingJob(scriptRequest('job', script)),
      all.sagemaker.createProcessingJob(processingRequest('job', script)),
    ]);
    for (const kind of ['training-job', 'processing-job'] as const) {
      for await (const { text } of all.sagemaker.logs(kind, 'job')) if (text === 'ready') break;
    }
    await killAll(all);
    await all.sagemaker.settled('training-job', 'job');
    await all.sagemaker.settled('processing-job', 'job');
    const killed = expect.stringMatching(/^AlgorithmError: .*exit code: 137$/) as string;
    expect(await all.sagemaker.describeTrainingJob('job')).toMatchObject({
      TrainingJobStatus: 'Failed',
      SecondaryStatus: 'Failed',
      FailureReason: killed,
    });
    expect(await all.sagemaker.describeProcessingJob('job')).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: killed,
    });
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('fails its endpoint', async () => {
    const all = await subject();
    await trainAndServe(all);
    const watching = new AbortController();
    const changes = all.sagemaker.watch(watching.signal);
    const failed = (async () => {
      for await (const { status } of changes) if (status === 'Failed') return;
    })();
    await killAll(all);
    await failed;
    watching.abort();
    const { EndpointStatus, FailureReason } = await all.sagemaker.describeEndpoint('ep');
    expect(EndpointStatus).toBe('Failed');
    expect(FailureReason).toMatch(/^ClientError: .*exit code 137/);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('is not started twice when two windows take the same name at once', async () => {
    const all = await subject();
    const other = all.another();
    const request = scriptRequest('same', 'echo once');
    const created = await Promise.allSettled([
      all.sagemaker.createTrainingJob(request),
      other.createTrainingJob(request),
    ]);
    expect(created.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await Promise.all([all.sagemaker.settled('training-job', 'same'), other.settled('training-job', 'same')]);
    expect((await other.describeTrainingJob('same')).TrainingJobStatus).toBe('Completed');
    const lines: string[] = [];
    for await (const { text } of other.logs('training-job', 'same')) lines.push(text);
    expect(lines).toEqual(['once']);
  });
});
