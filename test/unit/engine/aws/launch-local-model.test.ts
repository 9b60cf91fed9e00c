import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultModelUri, localModel } from '../../../../engine/src/aws/launch-local-model';
import type { SageMaker } from '../../../../engine/src/sagemaker';
import { trainingRequest } from '../plan/fixtures';

const go = new AbortController().signal;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sm-local-model-'));
});
afterAll(async () => {
  await rm(home, { recursive: true });
});

function jobThat(path: string | undefined, members: object = {}): Pick<SageMaker, 'describeTrainingJob'> {
  const { RoleArn, AlgorithmSpecification, StoppingCondition } = trainingRequest({
    AlgorithmSpecification: { TrainingImage: 'churn:1', TrainingInputMode: 'File' },
    RoleArn: 'arn:aws:iam::111122223333:role/training',
  });
  return {
    describeTrainingJob: (name) =>
      Promise.resolve({
        TrainingJobName: name,
        TrainingJobArn: 'arn',
        TrainingJobStatus: 'Completed',
        SecondaryStatus: 'Completed',
        CreationTime: new Date(),
        StoppingCondition,
        RoleArn,
        AlgorithmSpecification,
        ModelArtifacts: { S3ModelArtifacts: path === undefined ? undefined : pathToFileURL(path).href },
        ...members,
      }),
  };
}

describe('the model of a training job of this machine', () => {
  it('is its archive, with the image and role of the job', async () => {
    const archive = join(home, 'model.tar.gz');
    await writeFile(archive, 'an archive');
    const model = await localModel(jobThat(archive), 'one', go);
    const { file, image, role } = model;
    expect({ file, image, role }).toEqual({
      file: archive,
      image: 'churn:1',
      role: 'arn:aws:iam::111122223333:role/training',
    });
    await model.dispose();
    expect(existsSync(archive)).toBe(true);
  });

  it('is packed where it is a folder, its files at the root of the archive, and gone when it was deployed', async () => {
    const folder = join(home, 'model');
    await mkdir(join(folder, 'code'), { recursive: true });
    await writeFile(join(folder, 'weights.txt'), '0.5');
    await writeFile(join(folder, 'code', 'serve.py'), 'pass');
    const model = await localModel(jobThat(folder), 'one', go);
    const { file } = model;
    const tar = gunzipSync(await readFile(file)).toString('latin1');
    const names = [0, 1024].map((at) => tar.slice(at, at + 100).replaceAll('\0', ''));
    expect(names).toEqual(['code/serve.py', 'weights.txt']);
    await model.dispose();
    expect(existsSync(dirname(file))).toBe(false);
    expect(existsSync(folder)).toBe(true);
  });

  it('has no role when the job’s is for this machine only', async () => {
    const archive = join(home, 'model.tar.gz');
    const job = jobThat(archive, { RoleArn: 'arn:aws:iam::000000000000:role/local' });
    expect((await localModel(job, 'one', go)).role).toBeUndefined();
  });

  it('is missed where the job failed, left none, or left an empty folder', async () => {
    const failed = localModel(jobThat(join(home, 'model.tar.gz'), { TrainingJobStatus: 'Failed' }), 'one', go);
    await expect(failed).rejects.toThrow(/left no model: it is Failed/);
    await expect(localModel(jobThat(undefined), 'one', go)).rejects.toThrow(/left no model/);
    await mkdir(join(home, 'empty'));
    await expect(localModel(jobThat(join(home, 'empty')), 'one', go)).rejects.toThrow(/wrote nothing/);
    await expect(localModel(jobThat(join(home, 'deleted')), 'one', go)).rejects.toThrow(/is gone/);
  });
});

it('goes to the account’s bucket for SageMaker when nobody says where', () => {
  const identity = { account: '111122223333', arn: 'a', partition: 'aws', expires: undefined };
  expect(defaultModelUri(identity, 'eu-west-1', 'live')).toBe(
    's3://sagemaker-eu-west-1-111122223333/live/model.tar.gz',
  );
});
