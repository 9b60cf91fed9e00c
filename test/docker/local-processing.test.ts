import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { processingRequest, subjects } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';

describeWithEngine('a processing job on this machine', () => {
  const subject = subjects();

  it('reads its input, writes its outputs as the user, and says its last words', async () => {
    const all = await subject({ s3: { 's3://bucket/train/': './data', 's3://bucket/clean/': './clean' } });
    const script =
      'mkdir /opt/ml/processing/out/sub; wc -l < /opt/ml/processing/in/train.csv > /opt/ml/processing/out/sub/lines; ' +
      'ln -s /etc/passwd /opt/ml/processing/out/evil; echo raw > /opt/ml/processing/raw/r; ' +
      'cat /opt/ml/config/resourceconfig.json; mkdir -p /opt/ml/output; printf "all clean" > /opt/ml/output/message';
    await all.sagemaker.createProcessingJob(
      processingRequest('clean', script, {
        ProcessingInputs: [
          {
            InputName: 'in',
            S3Input: {
              S3Uri: 's3://bucket/train/',
              LocalPath: '/opt/ml/processing/in',
              S3DataType: 'S3Prefix',
              S3InputMode: 'File',
            },
          },
        ],
        ProcessingOutputConfig: {
          Outputs: [
            {
              OutputName: 'clean',
              S3Output: { S3Uri: 's3://bucket/clean/', LocalPath: '/opt/ml/processing/out', S3UploadMode: 'EndOfJob' },
            },
            {
              OutputName: 'raw',
              S3Output: { S3Uri: 's3://bucket/raw/', LocalPath: '/opt/ml/processing/raw', S3UploadMode: 'EndOfJob' },
            },
          ],
        },
      }),
    );
    await all.sagemaker.settled('processing-job', 'clean');
    const job = await all.sagemaker.describeProcessingJob('clean');
    expect(job.FailureReason).toBeUndefined();
    expect(job).toMatchObject({ ProcessingJobStatus: 'Completed', ExitMessage: 'all clean' });
    expect(job.ProcessingEndTime?.getTime()).toBeGreaterThanOrEqual(job.ProcessingStartTime?.getTime() ?? Infinity);
    const lines = path.join(all.folder, 'clean', 'sub', 'lines');
    expect(fs.readFileSync(lines, 'utf8').trim()).toBe('3');
    expect(fs.statSync(lines).uid).toBe(process.getuid?.());
    // A link that leads out of the folder is left out.
    expect(fs.readdirSync(path.join(all.folder, 'clean'))).toEqual(['sub']);
    const raw = path.join(all.storage, 'jobs/processing-job/clean/artifacts/raw/r');
    expect(fs.readFileSync(raw, 'utf8')).toBe('raw\n');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('fails with its exit code, and when its last words are no UTF-8', async () => {
    const all = await subject();
    await all.sagemaker.createProcessingJob(processingRequest('fails', 'echo broken >&2; exit 5'));
    await all.sagemaker.settled('processing-job', 'fails');
    expect(await all.sagemaker.describeProcessingJob('fails')).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: expect.stringMatching(/broken.*exit code: 5$/) as string,
    });
    const script = `mkdir -p /opt/ml/output; printf '\\377\\376' > /opt/ml/output/message`;
    await all.sagemaker.createProcessingJob(processingRequest('binary', script));
    await all.sagemaker.settled('processing-job', 'binary');
    expect(await all.sagemaker.describeProcessingJob('binary')).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: expect.stringContaining('EXIT-07') as string,
    });
    expect(
      (await all.sagemaker.listProcessingJobs()).ProcessingJobSummaries?.map((one) => one.ProcessingJobName),
    ).toEqual(['binary', 'fails']);
  });

  it('feeds pipes, deals out what a manifest names, and leaves to the container what it manages itself', async () => {
    const all = await subject({ s3: { 's3://bucket/train/': './data', 's3://bucket/parts/': './parts' } });
    const parts = path.join(all.folder, 'parts');
    fs.mkdirSync(parts);
    for (const name of ['a', 'b', 'c']) fs.writeFileSync(path.join(parts, name), name);
    fs.writeFileSync(path.join(all.folder, 'data', 'train.csv'), gzipSync('unpacked\n'));
    fs.writeFileSync(
      path.join(all.folder, 'data', 'list.manifest'),
      JSON.stringify([{ prefix: 's3://bucket/parts/' }, 'c', 'a', 'b']),
    );
    const script =
      'cd /opt/ml/processing; mkdir -p out; (cat in/words_0; cd parts; find . -type f | sort; ls /opt/own) > out/$(hostname) 2>&1; ' +
      'cat words > out/none 2>&1; true';
    await all.sagemaker.createProcessingJob(
      processingRequest('inputs', script, {
        ProcessingResources: { ClusterConfig: { InstanceCount: 2, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 } },
        ProcessingInputs: [
          {
            InputName: 'words',
            S3Input: {
              S3Uri: 's3://bucket/train/train.csv',
              LocalPath: '/opt/ml/processing/in/words',
              S3DataType: 'S3Prefix',
              S3InputMode: 'Pipe',
              S3CompressionType: 'Gzip',
            },
          },
          {
            InputName: 'parts',
            S3Input: {
              S3Uri: 's3://bucket/train/list.manifest',
              LocalPath: '/opt/ml/processing/parts',
              S3DataType: 'ManifestFile',
              S3InputMode: 'File',
              S3DataDistributionType: 'ShardedByS3Key',
            },
          },
          {
            InputName: 'own',
            AppManaged: true,
            S3Input: { S3Uri: 's3://elsewhere/', LocalPath: '/opt/own', S3DataType: 'S3Prefix', S3InputMode: 'File' },
          },
        ],
        ProcessingOutputConfig: {
          Outputs: [
            {
              OutputName: 'out',
              S3Output: { S3Uri: 's3://bucket/o', LocalPath: '/opt/ml/processing/out', S3UploadMode: 'EndOfJob' },
            },
          ],
        },
      }),
    );
    await all.sagemaker.settled('processing-job', 'inputs');
    expect((await all.sagemaker.describeProcessingJob('inputs')).FailureReason).toBeUndefined();
    const out = (host: string) =>
      fs.readFileSync(path.join(all.storage, 'jobs/processing-job/inputs/artifacts/out', host), 'utf8');
    expect(out('algo-1')).toMatch(/^unpacked\n\.\/parts\/b\n\.\/parts\/c\nls: .*\/opt\/own: No such file/);
    expect(out('algo-2')).toMatch(/^unpacked\n\.\/parts\/a\nls: /);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('copies a continuous output while the job runs, and the others at its end', async () => {
    const s3 = { 's3://bucket/live/': './live', 's3://bucket/late/': './late' };
    const all = await subject({ s3 }, { stopGraceSeconds: 30 });
    const output = (OutputName: string, S3UploadMode: 'Continuous' | 'EndOfJob') => ({
      OutputName,
      S3Output: { S3Uri: `s3://bucket/${OutputName}/`, LocalPath: `/opt/ml/processing/${OutputName}`, S3UploadMode },
    });
    const script =
      'cd /opt/ml/processing; echo 1 > live/one; echo 1 > late/one; trap "echo 2 > live/two; exit 0" TERM; while :; do sleep 0.1; done';
    await all.sagemaker.createProcessingJob(
      processingRequest('live', script, {
        ProcessingOutputConfig: { Outputs: [output('live', 'Continuous'), output('late', 'EndOfJob')] },
      }),
    );
    while (!fs.existsSync(path.join(all.folder, 'live', 'one'))) await sleep(50);
    expect((await all.sagemaker.describeProcessingJob('live')).ProcessingJobStatus).toBe('InProgress');
    expect(fs.existsSync(path.join(all.folder, 'late'))).toBe(false);
    await all.sagemaker.stopProcessingJob('live');
    await all.sagemaker.settled('processing-job', 'live');
    expect(fs.readdirSync(path.join(all.folder, 'live')).sort()).toEqual(['one', 'two']);
    expect(fs.readdirSync(path.join(all.folder, 'late'))).toEqual(['one']);
  });

  it('refuses an output to a feature group', async () => {
    const all = await subject();
    const request = processingRequest('features', 'true', {
      ProcessingOutputConfig: {
        Outputs: [{ OutputName: 'f', FeatureStoreOutput: { FeatureGroupName: 'group' } }],
      },
    });
    await expect(all.sagemaker.createProcessingJob(request)).rejects.toThrow(/feature group is kept by AWS/);
  });
});
