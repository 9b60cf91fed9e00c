import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { modelRequest, subjects, trainingRequest } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';

describeWithEngine('a batch transform job on this machine', () => {
  const subject = subjects();

  it('sends lines one by one, or as many as fit, and writes one .out for each file', async () => {
    const all = await subject({ s3: { 's3://bucket/train/': './data', 's3://bucket/answers/': './answers' } });
    fs.mkdirSync(path.join(all.folder, 'data', 'sub'));
    fs.writeFileSync(path.join(all.folder, 'data', 'sub', 'b.csv'), 'abcdef\n');
    await all.sagemaker.createTrainingJob(trainingRequest('first'));
    await all.sagemaker.settled('training-job', 'first');
    await all.sagemaker.createModel(modelRequest('m'));
    const run = async (name: string, BatchStrategy: 'SingleRecord' | 'MultiRecord') => {
      await all.sagemaker.createTransformJob({
        TransformJobName: name,
        ModelName: 'm',
        BatchStrategy,
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
          ContentType: 'text/csv',
          SplitType: 'Line',
        },
        TransformOutput: { S3OutputPath: 's3://bucket/answers/', AssembleWith: 'Line' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      });
      await all.sagemaker.settled('transform-job', name);
      expect(await all.sagemaker.describeTransformJob(name)).toMatchObject({ TransformJobStatus: 'Completed' });
      const read = (file: string) => fs.readFileSync(path.join(all.folder, 'answers', file), 'utf8');
      return [read('train.csv.out'), read('sub/b.csv.out')];
    };
    const one = '{"predictions":[3]}\n';
    expect(await run('single', 'SingleRecord')).toEqual([one + one + one, '{"predictions":[6]}\n']);
    expect(await run('multi', 'MultiRecord')).toEqual(['{"predictions":[11]}\n', '{"predictions":[6]}\n']);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });
});
