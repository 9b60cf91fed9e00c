import { expect, it } from 'vitest';
import type { LogLine } from '../../engine/src/sagemaker';
import { scriptRequest, subjects } from './local-subject';
import { describeWithEngine, leftovers, testEngine } from './support/engine';

describeWithEngine('what this machine can and can’t do', () => {
  const subject = subjects();

  it('runs an isolated job on a network without a way out, where its hosts find each other', async () => {
    const made: boolean[] = [];
    const engine = await testEngine();
    const networks: typeof engine.networks = {
      ...engine.networks,
      create: (options) => {
        made.push(options.internal);
        return engine.networks.create(options);
      },
    };
    const all = await subject({}, { engine: () => Promise.resolve({ ...engine, networks }) });
    const script = 'nslookup algo-1 >/dev/null && echo found';
    await all.sagemaker.createTrainingJob(scriptRequest('isolated', script, { EnableNetworkIsolation: true }));
    await all.sagemaker.settled('training-job', 'isolated');
    const lines: LogLine[] = [];
    for await (const line of all.sagemaker.logs('training-job', 'isolated')) lines.push(line);
    expect(lines.map(({ text }) => text)).toContain('found');
    expect(made).toEqual([true]);
  });

  it('says what to do when there is no GPU', async () => {
    const all = await subject({ gpus: 1 });
    await all.sagemaker.createTrainingJob(scriptRequest('gpu', 'echo never'));
    await all.sagemaker.settled('training-job', 'gpu');
    expect(await all.sagemaker.describeTrainingJob('gpu')).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: expect.stringMatching(/GPU[^]*"gpus": "none"/) as string,
    });
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('explains that memory was short', async () => {
    const all = await subject({ memory: '16m' });
    const script = 'head -c 200000000 /dev/zero | tail > /dev/null; exit $?';
    await all.sagemaker.createTrainingJob(scriptRequest('memory', script));
    await all.sagemaker.settled('training-job', 'memory');
    expect((await all.sagemaker.describeTrainingJob('memory')).FailureReason).toMatch(/out of memory.*16 MiB/);
  });

  it('builds what the overlay says is built, and fails with what the build says', async () => {
    const notes: string[] = [];
    const all = await subject(
      { images: { 'sm-test-tiny:1': { dockerfile: './Dockerfile' } } },
      {
        build: (image, note) => {
          notes.push(image.build?.dockerfile ?? '');
          note('step 1');
          return Promise.reject(new Error('line 3 is wrong'));
        },
      },
    );
    await all.sagemaker.createTrainingJob(scriptRequest('built', 'echo never'));
    await all.sagemaker.settled('training-job', 'built');
    expect(notes).toEqual([expect.stringContaining('Dockerfile')]);
    expect((await all.sagemaker.describeTrainingJob('built')).FailureReason).toContain('line 3 is wrong');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('has one job of a name in each folder, and leaves those of other folders alone', async () => {
    const [one, two] = [await subject(), await subject()];
    const script = `trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait $!; done`;
    await one.sagemaker.createTrainingJob(scriptRequest('same', script));
    for await (const line of one.sagemaker.logs('training-job', 'same')) if (line.text === 'ready') break;
    await two.sagemaker.createTrainingJob(scriptRequest('same', 'echo short'));
    await two.sagemaker.settled('training-job', 'same');
    await two.sagemaker.reconcile();
    expect((await two.sagemaker.describeTrainingJob('same')).TrainingJobStatus).toBe('Completed');
    expect((await one.sagemaker.describeTrainingJob('same')).TrainingJobStatus).toBe('InProgress');
  });
});
