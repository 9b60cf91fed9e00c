import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import type { LocalOptions } from '../../engine/src/local/options';
import type { LogLine } from '../../engine/src/sagemaker';
import { archived, scriptRequest, subjects, trainingRequest } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

describeWithEngine('a training job on this machine', () => {
  const subject = subjects();

  async function run(request: ReturnType<typeof trainingRequest>, overlay = {}, options: Partial<LocalOptions> = {}) {
    const all = await subject(overlay, options);
    const name = request.TrainingJobName ?? '';
    await all.sagemaker.createTrainingJob(request);
    await all.sagemaker.settled('training-job', name);
    return { ...all, job: await all.sagemaker.describeTrainingJob(name) };
  }

  async function linesOf(lines: AsyncIterable<LogLine>): Promise<readonly LogLine[]> {
    const all: LogLine[] = [];
    for await (const line of lines) all.push(line);
    return all;
  }

  it('goes through its phases and leaves a model that belongs to the user', async () => {
    const { job, storage, sagemaker, engine, owner } = await run(trainingRequest('first', { lr: '0.1' }));
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.SecondaryStatus).toBe('Completed');
    expect(job.FailureReason).toBeUndefined();
    expect(job.TrainingJobArn).toBe('arn:aws:sagemaker:us-west-2:123456789012:training-job/first');
    const transitions = job.SecondaryStatusTransitions ?? [];
    expect(transitions.map((one) => one.Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ]);
    expect(transitions.every((one) => one.EndTime !== undefined)).toBe(true);
    const model = path.join(storage, 'jobs/training-job/first/artifacts/model.tar.gz');
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBe(`file://${model}`);
    expect(await archived(model)).toEqual({ 'model.json': '{"rows": 3}\n' });
    expect(fs.statSync(model).uid).toBe(process.getuid?.());
    const lines = await linesOf(sagemaker.logs('training-job', 'first'));
    expect(lines.map((line) => line.text)).toContain('train args: ');
    expect(lines.map((line) => line.text)).toContain('TRAINING_JOB_NAME=first');
    expect(lines.find((line) => line.text === 'a warning on stderr')?.stream).toBe('stderr');
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('says why it failed, in the words of the failure file, and keeps the outputs but no model', async () => {
    const script =
      'mkdir -p /opt/ml/output/data && echo seen > /opt/ml/output/data/log.txt; echo half > /opt/ml/model/half; ' +
      'printf "no data\\n" > /opt/ml/output/failure; exit 3';
    const { job, storage } = await run(scriptRequest('fails', script));
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.SecondaryStatus).toBe('Failed');
    expect(job.FailureReason).toBe('AlgorithmError: no data, exit code: 3');
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBeUndefined();
    const folder = path.join(storage, 'jobs/training-job/fails/artifacts');
    expect(fs.readdirSync(folder)).toEqual(['output.tar.gz']);
    expect(await archived(path.join(folder, 'output.tar.gz'))).toEqual({ 'log.txt': 'seen\n' });
  });

  it('gives 1,024 characters of the failure file, not bytes', async () => {
    const script = `i=0; while [ $i -lt 1100 ]; do printf 'é'; i=$((i+1)); done > /opt/ml/output/failure; exit 1`;
    const { job } = await run(scriptRequest('long', script));
    expect(job.FailureReason).toBe(`AlgorithmError: ${'é'.repeat(1024)}, exit code: 1`);
  });

  it('explains an exit without a failure file', async () => {
    const { job } = await run(scriptRequest('killed', 'echo the end >&2; sh -c "kill -9 \\$\\$"; exit $?'));
    expect(job.FailureReason).toMatch(/^AlgorithmError: .*SIGKILL.*“Killed”, exit code: 137$/);
  });

  it('names the requirement when there is no program `train`', async () => {
    const { job } = await run(
      trainingRequest(
        'no-train',
        {},
        {
          AlgorithmSpecification: {
            TrainingImage: TINY_IMAGE,
            TrainingInputMode: 'File',
            ContainerArguments: ['nosuch'],
          },
        },
      ),
    );
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toContain('nosuch');
    const denied = await run(
      trainingRequest(
        'denied',
        {},
        {
          AlgorithmSpecification: {
            TrainingImage: TINY_IMAGE,
            TrainingInputMode: 'File',
            ContainerEntrypoint: ['/opt/program/not-executable'],
          },
        },
      ),
    );
    expect(denied.job.FailureReason).toMatch(/permission denied.*LAUNCH-11/);
  });

  it('finds the last value of each metric in the log', async () => {
    const request = scriptRequest('metrics', 'echo "loss=0.5 acc=1e-1"; echo "loss=0.25"; echo loss=x');
    const { job } = await run({
      ...request,
      AlgorithmSpecification: {
        ...request.AlgorithmSpecification,
        TrainingInputMode: 'File',
        MetricDefinitions: [
          { Name: 'train:loss', Regex: 'loss=([0-9.]+)' },
          { Name: 'train:acc', Regex: 'acc=(\\S+)' },
        ],
      },
    });
    expect(job.FinalMetricDataList?.map((one) => [one.MetricName, one.Value])).toEqual([
      ['train:loss', 0.25],
      ['train:acc', 0.1],
    ]);
  });

  it('is stopped with SIGTERM, and what is in the model directory is kept', async () => {
    const { sagemaker, storage } = await subject({}, { stopGraceSeconds: 30 });
    const script = `trap 'echo saved > /opt/ml/model/m; exit 0' TERM; echo ready; while :; do sleep 1 & wait $!; done`;
    await sagemaker.createTrainingJob(scriptRequest('stopped', script));
    await heard(sagemaker.logs('training-job', 'stopped'), 'ready');
    await sagemaker.stopTrainingJob('stopped');
    await sagemaker.settled('training-job', 'stopped');
    const job = await sagemaker.describeTrainingJob('stopped');
    expect(job.TrainingJobStatus).toBe('Stopped');
    expect(job.SecondaryStatusTransitions?.map((one) => one.Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Stopping',
      'Uploading',
      'Stopped',
    ]);
    const model = path.join(storage, 'jobs/training-job/stopped/artifacts/model.tar.gz');
    expect(await archived(model)).toEqual({ m: 'saved\n' });
    await expect(sagemaker.stopTrainingJob('stopped')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is killed when SIGTERM is ignored for longer than the grace', async () => {
    const { sagemaker } = await subject({}, { stopGraceSeconds: 1 });
    const script = `trap '' TERM; echo ready; while :; do sleep 1; done`;
    await sagemaker.createTrainingJob(scriptRequest('stubborn', script));
    await heard(sagemaker.logs('training-job', 'stubborn'), 'ready');
    await sagemaker.stopTrainingJob('stubborn');
    await sagemaker.settled('training-job', 'stubborn');
    expect((await sagemaker.describeTrainingJob('stubborn')).TrainingJobStatus).toBe('Stopped');
  });

  it('is stopped when its time is over', async () => {
    const request = scriptRequest('slow', `trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done`);
    const { job } = await run({ ...request, StoppingCondition: { MaxRuntimeInSeconds: 1 } });
    expect(job.TrainingJobStatus).toBe('Stopped');
    expect(job.SecondaryStatus).toBe('MaxRuntimeExceeded');
  });

  it('is stopped by the signal it was created with, and leaves nothing', async () => {
    const { sagemaker, engine, owner } = await subject();
    const controller = new AbortController();
    await sagemaker.createTrainingJob(scriptRequest('aborted', 'echo ready; sleep 60'), controller.signal);
    await heard(sagemaker.logs('training-job', 'aborted'), 'ready');
    controller.abort();
    await sagemaker.settled('training-job', 'aborted');
    expect((await sagemaker.describeTrainingJob('aborted')).TrainingJobStatus).toBe('Stopped');
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('runs on two hosts that reach each other by name', async () => {
    const script = `
      me=$(hostname); mkdir -p /opt/ml/model; echo $me > /opt/ml/model/$me; echo same-$me > /opt/ml/model/both
      if [ $me = algo-1 ]; then nc -ll -p 7000 -e sh -c 'echo hello; touch /tmp/told' & until [ -e /tmp/told ]; do sleep 0.1; done; else
        until got=$(nc algo-1 7000 </dev/null) && [ -n "$got" ]; do sleep 0.3; done; echo "got $got"; fi`;
    const { job, storage, sagemaker } = await run(
      scriptRequest('two', script, {
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
      }),
    );
    expect(job.FailureReason).toBeUndefined();
    const lines = await linesOf(sagemaker.logs('training-job', 'two'));
    expect(lines).toContainEqual(expect.objectContaining({ host: 'algo-2', text: 'got hello' }));
    const model = path.join(storage, 'jobs/training-job/two/artifacts/model.tar.gz');
    expect(await archived(model)).toEqual({ 'algo-1': 'algo-1\n', 'algo-2': 'algo-2\n', both: 'same-algo-1\n' });
  });

  it('stops all hosts when one fails', async () => {
    // The second fails once the first is at work.
    const script = `if [ $(hostname) = algo-2 ]; then until [ -n "$(nc algo-1 7000 </dev/null)" ]; do sleep 0.1; done; exit 7; fi
      trap 'echo told; exit 0' TERM; nc -ll -p 7000 -e echo here & while :; do sleep 1 & wait $!; done`;
    const { job, sagemaker } = await run(
      scriptRequest('one-fails', script, {
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
      }),
      {},
      { stopGraceSeconds: 30 },
    );
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/exit code: 7$/);
    const lines = await linesOf(sagemaker.logs('training-job', 'one-fails'));
    expect(lines).toContainEqual(expect.objectContaining({ host: 'algo-1', text: 'told' }));
  });

  it('keeps checkpoints for the next run, and the input read-only', async () => {
    const { sagemaker, engine, owner } = await subject();
    const script =
      'cat /opt/ml/checkpoints/n 2>/dev/null; echo once >> /opt/ml/checkpoints/n; touch /opt/ml/input/data/train/x || echo read-only';
    const uri = `s3://bucket/checkpoints-${owner.window}/`;
    const texts = [];
    for (const name of ['one', 'two']) {
      await sagemaker.createTrainingJob(scriptRequest(name, script, { CheckpointConfig: { S3Uri: uri } }));
      await sagemaker.settled('training-job', name);
      texts.push(
        (await linesOf(sagemaker.logs('training-job', name))).filter((l) => l.stream === 'stdout').map((l) => l.text),
      );
    }
    expect(texts).toEqual([['read-only'], ['once', 'read-only']]);
    for (const { name } of await engine.volumes.list({ label: [`com.sagemaker-containers.kept=checkpoints ${uri}`] })) {
      await engine.volumes.remove(name);
    }
  });

  it('shards the files of a channel among the hosts', async () => {
    const all = await subject();
    fs.writeFileSync(path.join(all.folder, 'data', 'a.csv'), 'a\n');
    fs.writeFileSync(path.join(all.folder, 'data', 'b.csv'), 'b\n');
    await all.sagemaker.createTrainingJob(
      scriptRequest('sharded', 'ls /opt/ml/input/data/train', {
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
        InputDataConfig: [
          {
            ChannelName: 'train',
            DataSource: {
              S3DataSource: {
                S3DataType: 'S3Prefix',
                S3Uri: 's3://bucket/train/',
                S3DataDistributionType: 'ShardedByS3Key',
              },
            },
          },
        ],
      }),
    );
    await all.sagemaker.settled('training-job', 'sharded');
    const lines = await linesOf(all.sagemaker.logs('training-job', 'sharded'));
    const of = (host: string) => lines.filter((line) => line.host === host).map((line) => line.text);
    expect({ one: of('algo-1'), two: of('algo-2') }).toEqual({ one: ['a.csv', 'train.csv'], two: ['b.csv'] });
  });

  it('says what is missing when a channel has no folder', async () => {
    const { job } = await run(trainingRequest('no-data'), { s3: { 's3://bucket/train/': './nowhere' } });
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^ClientError: .*nowhere.* does not exist/);
    await expect(run(trainingRequest('unmapped'), { s3: {} })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('s3://bucket/train/') as string,
    });
  });
});

async function heard(lines: AsyncIterable<LogLine>, text: string): Promise<void> {
  for await (const line of lines) if (line.text === text) return;
  throw new Error(`the job ended without “${text}”`);
}
