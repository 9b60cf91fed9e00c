import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../engine/src/docker/open-engine';
import { processingRequest, scriptRequest, subjects } from './local-subject';
import { leftovers } from './support/engine';
import { mayOwnEngines, ownEngines } from './support/own-engine';
import { makeTinyImage } from './support/tiny-image';

describe.skipIf(!mayOwnEngines)('an engine that is killed in the middle of jobs', () => {
  const subject = subjects();
  const ownEngine = ownEngines();

  it('fails them with a reason once it is back, and keeps nothing of them', async () => {
    const daemon = ownEngine('');
    const engine = await openEngine({ socketPath: daemon.start() }, 'the drill');
    await makeTinyImage(engine);
    const all = await subject({}, { engine: () => Promise.resolve(engine) });
    const script = 'echo ready; exec sleep 60';
    await all.sagemaker.createTrainingJob(scriptRequest('job', script));
    await all.sagemaker.createProcessingJob(processingRequest('job', script));
    for (const kind of ['training-job', 'processing-job'] as const) {
      for await (const { text } of all.sagemaker.logs(kind, 'job')) if (text === 'ready') break;
    }
    daemon.kill();
    await sleep(500);
    daemon.start();
    await all.sagemaker.settled('training-job', 'job');
    await all.sagemaker.settled('processing-job', 'job');
    const failed = expect.stringMatching(/^(?:AlgorithmError|InternalServerError|ClientError): ./) as string;
    expect(await all.sagemaker.describeTrainingJob('job')).toMatchObject({
      TrainingJobStatus: 'Failed',
      SecondaryStatus: 'Failed',
      FailureReason: failed,
    });
    expect(await all.sagemaker.describeProcessingJob('job')).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: failed,
    });
    expect(await leftovers(engine, all.owner)).toEqual([]);
  }, 120_000);
});
