import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import type { DrillInput } from './drill-child';
import { S3, SCRIPTED_MODEL, startWork, TRANSFORM, writeModel, wrote } from './drill-work';
import { processingRequest, subjects } from './local-subject';
import type { Subject } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

describeWithEngine('a process that is killed in the middle of its work', () => {
  const subject = subjects();

  async function killed(all: Subject, work: DrillInput['work'], ready: (said: string) => boolean): Promise<void> {
    const worker = await startWork(all, inject('engineSocket'), work, ready);
    worker.kill();
    await worker.exited;
  }

  it('loses no processing job: the next process ends it and saves its output', async () => {
    const all = await subject({ s3: S3 });
    const output = {
      OutputName: 'out',
      S3Output: { S3Uri: 's3://bucket/answers/', LocalPath: '/opt/ml/processing/out', S3UploadMode: 'EndOfJob' },
    } as const;
    const script = 'echo ready; sleep 2; echo saved > /opt/ml/processing/out/file';
    const request = processingRequest('p', script, { ProcessingOutputConfig: { Outputs: [output] } });
    await killed(all, { kind: 'processing', request }, () => wrote(all, 'processing-job/p/algo-1.log', 'ready'));
    await all.sagemaker.reconcile();
    await all.sagemaker.settled('processing-job', 'p');
    const job = await all.sagemaker.describeProcessingJob('p');
    expect(job.FailureReason).toBeUndefined();
    expect(job.ProcessingJobStatus).toBe('Completed');
    expect(fs.readFileSync(path.join(all.folder, 'answers', 'file'), 'utf8')).toBe('saved\n');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('leaves a transform job as failed, with no answer that is half of one', async () => {
    const all = await subject({ s3: S3 });
    writeModel(all.folder, 'echo asked >/proc/1/fd/2; sleep 60');
    const work = { kind: 'transform', model: SCRIPTED_MODEL, request: TRANSFORM } as const;
    await killed(all, work, () => wrote(all, 'transform-job/t/algo-1.log', 'asked'));
    expect(fs.readdirSync(path.join(all.folder, 'answers'))).toEqual(['train.csv.out.t.part']);
    await all.sagemaker.failLostJobs(10_000);
    expect(await all.sagemaker.describeTransformJob('t')).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: expect.stringContaining('The process that ran this job ended') as string,
    });
    expect(fs.readdirSync(path.join(all.folder, 'answers'))).toEqual([]);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('leaves an endpoint that serves on, and is taken up', async () => {
    const all = await subject({ s3: S3 });
    writeModel(all.folder, 'true');
    const work = { kind: 'endpoint', model: SCRIPTED_MODEL, name: 'ep' } as const;
    const serves = () => wrote(all, 'endpoint/ep/state.json', '"InService"');
    await killed(all, work, serves);
    // A list takes nothing up, and nothing down that is there.
    await all.sagemaker.failLostJobs(10_000);
    await all.sagemaker.reconcile();
    expect(await all.sagemaker.describeEndpoint('ep')).toMatchObject({ EndpointStatus: 'InService' });
    const answer = await all.sagemaker.invokeEndpoint('ep', { body: Buffer.from('x') });
    expect(Buffer.from(answer.body).toString()).toBe('ok');
    await all.sagemaker.deleteEndpoint('ep');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('ends a build, of which no image is left', async () => {
    const all = await subject();
    const mark = `drill-${all.owner.window}`;
    const text = `FROM ${TINY_IMAGE}\nRUN echo ready-${mark}; sleep 5; echo ${mark}\n`;
    fs.writeFileSync(path.join(all.folder, 'Dockerfile'), text);
    const tag = `sm-drill-build:${all.owner.window}`;
    await killed(all, { kind: 'build', tag }, (said) => said.includes(`ready-${mark}`));
    await sleep(7_000);
    expect(await all.engine.images.inspect(tag)).toBeUndefined();
  });
});
