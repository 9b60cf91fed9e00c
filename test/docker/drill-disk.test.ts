import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scriptRequest, subjects } from './local-subject';
import { cleanups, leftovers } from './support/engine';
import { mayOwnEngines } from './support/own-engine';

/** A file system of this many bytes. */
function smallDisk(folder: string, bytes: number): () => void {
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'sm-drill', folder]);
  return () => execFileSync('umount', [folder]);
}

describe.skipIf(!mayOwnEngines)('a full disk', () => {
  const subject = subjects();
  const after = cleanups();

  it('fails the job with a sentence, and nothing half-written is taken for whole', async () => {
    const all = await subject();
    const unmount = smallDisk(all.storage, 600_000);
    after(async () => {
      await all.sagemaker.close();
      unmount();
    });
    const script = 'head -c 3000000 /dev/urandom > /opt/ml/model/m; echo written';
    await all.sagemaker.createTrainingJob(scriptRequest('big', script));
    await all.sagemaker.settled('training-job', 'big');
    const job = await all.sagemaker.describeTrainingJob('big');
    expect(job).toMatchObject({ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' });
    expect(job.FailureReason).toMatch(/^ClientError: The disk.* is full/);
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBeUndefined();
    const files = fs.readdirSync(path.join(all.storage, 'jobs/training-job/big'), { recursive: true });
    expect(files.filter((file) => String(file).includes('model'))).toEqual([]);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('that is full to the last byte still has place for how the job ended', async () => {
    const all = await subject();
    const unmount = smallDisk(all.storage, 600_000);
    after(async () => {
      await all.sagemaker.close();
      unmount();
    });
    const script = 'echo ready; sleep 2; i=0; while [ $i -lt 200 ]; do echo "line $i"; i=$((i+1)); done; exit 3';
    await all.sagemaker.createTrainingJob(scriptRequest('job', script));
    for await (const { text } of all.sagemaker.logs('training-job', 'job')) if (text === 'ready') break;
    fill(path.join(all.storage, 'filler'));
    await all.sagemaker.settled('training-job', 'job');
    const { TrainingJobStatus, FailureReason } = await all.sagemaker.describeTrainingJob('job');
    expect(TrainingJobStatus).toBe('Failed');
    expect(FailureReason).toMatch(/exit code: 3$|is full/);
    await expect(all.sagemaker.createTrainingJob(scriptRequest('next', 'true'))).rejects.toThrow('is full');
    expect((await all.sagemaker.listTrainingJobs()).TrainingJobSummaries).toHaveLength(1);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });
});

function fill(file: string): void {
  const handle = fs.openSync(file, 'w');
  try {
    for (const size of [4096, 1]) {
      const block = Buffer.alloc(size, 'x');
      try {
        for (;;) fs.writeSync(handle, block);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    }
  } finally {
    fs.closeSync(handle);
  }
}
