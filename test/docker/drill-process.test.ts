import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import type { DrillInput } from './drill-child';
import { modelRequest, processingRequest, subjects } from './local-subject';
import type { Subject } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const S3 = {
  's3://bucket/train/': './data',
  's3://bucket/answers/': './answers',
  's3://bucket/model/': './model',
};

describeWithEngine('a process that is killed in the middle of its work', () => {
  const subject = subjects();

  async function killed(all: Subject, work: DrillInput['work'], ready: (said: string) => boolean): Promise<void> {
    const { storage, folder } = all;
    const input: DrillInput = {
      socketPath: inject('engineSocket'),
      storage,
      folder,
      window: all.owner.window,
      s3: S3,
      work,
    };
    const program = path.join(import.meta.dirname, 'drill-child.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(input)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const exited = new Promise((resolve) => child.on('exit', resolve));
    try {
      for (let waited = 0; !ready(said); waited += 50) {
        if (waited > 40_000) throw new Error(`the work did not begin: ${said}`);
        await sleep(50);
      }
    } finally {
      child.kill('SIGKILL');
      await exited;
    }
  }

  function wrote(all: Subject, file: string, text: string): boolean {
    const log = path.join(all.storage, 'jobs', file);
    return fs.existsSync(log) && fs.readFileSync(log, 'utf8').includes(text);
  }

  function model(folder: string, invocations: string): void {
    fs.mkdirSync(path.join(folder, 'model'));
    const serve = '#!/bin/sh\ntrap "exit 0" TERM\nnc -ll -p 8080 -e /opt/ml/model/answer & wait $!\n';
    fs.writeFileSync(path.join(folder, 'model', 'serve'), serve, { mode: 0o755 });
    const answer = `#!/bin/sh
read -r method path proto || exit 0
[ "$method" = GET ] && [ "$path" != /ping ] && { printf 'HTTP/1.1 404 No\\r\\nContent-Length: 0\\r\\n\\r\\n'; exit 0; }
[ "$method" = GET ] || { ${invocations}; }
printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok'
`;
    fs.writeFileSync(path.join(folder, 'model', 'answer'), answer, { mode: 0o755 });
  }

  const scriptedModel = modelRequest('m', {
    ModelDataUrl: 's3://bucket/model/',
    Environment: { PATH: '/opt/ml/model:/bin' },
  });

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
    model(all.folder, 'echo asked >/proc/1/fd/2; sleep 60');
    const request = {
      TransformJobName: 't',
      ModelName: 'm',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
      },
      TransformOutput: { S3OutputPath: 's3://bucket/answers/' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    } as const;
    const work = { kind: 'transform', model: scriptedModel, request } as const;
    await killed(all, work, () => wrote(all, 'transform-job/t/algo-1.log', 'asked'));
    await all.sagemaker.failLostJobs(10_000);
    expect(await all.sagemaker.describeTransformJob('t')).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: expect.stringContaining('The process that ran this job ended') as string,
    });
    const answers = path.join(all.folder, 'answers');
    const written = fs.existsSync(answers) ? fs.readdirSync(answers) : [];
    expect(written.filter((file) => file.endsWith('.out'))).toEqual([]);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('leaves an endpoint that serves on, and is taken up', async () => {
    const all = await subject({ s3: S3 });
    model(all.folder, 'true');
    const work = { kind: 'endpoint', model: scriptedModel, name: 'ep' } as const;
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
