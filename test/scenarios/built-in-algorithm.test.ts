import {
  DescribeEndpointCommand,
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { useAccount } from './support/account';

const MODEL = 'built-in-algorithm/output/built-in-algorithm/output/model.tar.gz';

describe('a built-in algorithm, launched by the commands of its README', () => {
  const account = useAccount('built-in-algorithm');
  const command = (name: string) =>
    account.commands('node dist/cli.js launch').find((it) => it.includes(`/${name}.`)) ?? '';
  const launch = async (name: string) => {
    const line = command(name).replace(/\s+#.*$/, '');
    const ended = await account.run(`${line} --yes`);
    expect(ended.code, ended.err).toBe(0);
    return ended;
  };

  it('trains: the data is uploaded, and the job has its hyperparameters and channels', async () => {
    const { out } = await launch('train');
    expect(out).toContain(':training-job/built-in-algorithm');
    expect(await account.keys('built-in-algorithm/')).toEqual([
      'built-in-algorithm/train/flowers.csv',
      'built-in-algorithm/validation/flowers.csv',
    ]);
    const describe = new DescribeTrainingJobCommand({ TrainingJobName: 'built-in-algorithm' });
    expect(await account.sagemaker().send(describe)).toMatchObject({
      AlgorithmSpecification: { TrainingImage: expect.stringContaining('/sagemaker-xgboost:') as string },
      HyperParameters: { num_round: '50' },
      InputDataConfig: [{ ChannelName: 'train' }, { ChannelName: 'validation' }],
    });
  });

  it('says what is missing when the model that is to be served is not there', async () => {
    const { code, err } = await account.run(`${command('serve').replace(/\s+#.*$/, '')} --yes`);
    expect(code).toBe(1);
    expect(err).toMatch(/failed {2}Input: There is no object “s3:\/\/.*model\.tar\.gz” in S3/);
  });

  it('transforms with the model that the job left in S3, and serves it', async () => {
    await account.put(MODEL, 'what SageMaker leaves');
    await launch('predict');
    const job = await account
      .sagemaker()
      .send(new DescribeTransformJobCommand({ TransformJobName: 'built-in-algorithm' }));
    expect(job.TransformInput).toMatchObject({ ContentType: 'text/csv', SplitType: 'Line' });
    expect(await account.keys('built-in-algorithm/unlabelled/')).toHaveLength(1);

    const { err } = await launch('serve');
    expect(err).toMatch(/model\.tar\.gz is taken as it is in S3/);
    const endpoint = new DescribeEndpointCommand({ EndpointName: 'built-in-algorithm' });
    expect((await account.sagemaker().send(endpoint)).EndpointName).toBe('built-in-algorithm');
    const model = await account.sagemaker().send(new DescribeModelCommand({ ModelName: 'built-in-algorithm' }));
    expect(model.PrimaryContainer?.ModelDataUrl).toContain(MODEL);
  });
});
