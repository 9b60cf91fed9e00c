import * as fs from 'node:fs';
import * as path from 'node:path';
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
      (await all.sagemaker.listProcessingJobs()).ProcessingJobSummaries.map((one) => one.ProcessingJobName),
    ).toEqual(['binary', 'fails']);
  });
});
