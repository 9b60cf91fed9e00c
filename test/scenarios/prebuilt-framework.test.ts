import { DescribeEndpointCommand, DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { useAccount } from './support/account';
import { describeScenario, useExample } from './support/example';

const PYTORCH = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.10.0-cpu-py313-ubuntu22.04-sagemaker';
const SOURCE = 'prebuilt-framework/code/sourcedir.tar.gz';

describe('prebuilt images, launched by the commands of their README', () => {
  const account = useAccount('prebuilt-framework');
  const commands = account
    .commands('node dist/cli.js launch')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .map((line) => ({ line, name: /([\w-]+)\.(?:training-job|endpoint)\.json/.exec(line)?.[1] ?? '' }));

  it('are those of all frameworks', () => {
    expect(commands.map(({ name }) => name).sort()).toEqual(
      ['scikit-learn', 'pytorch', 'tensorflow', 'mxnet', 'chainer', 'hugging-face', 'sparkml'].sort(),
    );
  });

  it.each(commands.filter(({ name }) => name !== 'sparkml'))(
    '$name: the code is packed and uploaded',
    async ({ line, name }) => {
      const { code, err } = await account.run(`${line} --yes`);
      expect(code, err).toBe(0);
      const archive = await account.get(SOURCE);
      expect(execFileSync('tar', ['-tz'], { input: archive, encoding: 'utf8' })).toBe('train.py\n');
      const job = await account.sagemaker().send(new DescribeTrainingJobCommand({ TrainingJobName: `${name}-script` }));
      expect(job.HyperParameters).toMatchObject({
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: expect.stringMatching(/^"s3:.*sourcedir\.tar\.gz"$/) as string,
        sagemaker_region: '"us-west-2"',
      });
    },
  );

  it('sparkml: serves the model that is in S3', async () => {
    await account.put('prebuilt-framework/sparkml/model.tar.gz', 'a model');
    const line = commands.find(({ name }) => name === 'sparkml')?.line ?? '';
    const { code, err } = await account.run(`${line} --yes`);
    expect(code, err).toBe(0);
    const endpoint = await account.sagemaker().send(new DescribeEndpointCommand({ EndpointName: 'sparkml' }));
    expect(endpoint.EndpointName).toBe('sparkml');
  });
});

describeScenario('a script in AWS’s PyTorch image, on this machine', () => {
  const example = useExample('prebuilt-framework', [PYTORCH]);

  it('runs from its folder, with hyperparameters and channels, and leaves a model', async () => {
    const request = JSON.parse(example.text('pytorch.training-job.json')) as {
      readonly AlgorithmSpecification: { readonly TrainingImage: string };
    };
    const overlay = JSON.parse(example.text('pytorch.local.json')) as object;
    const images = { [request.AlgorithmSpecification.TrainingImage]: PYTORCH };
    example.write('pytorch.local.json', JSON.stringify({ ...overlay, images }));
    const { code, out, err } = await example.run('train', 'pytorch.training-job.json');
    expect(err).toContain('pytorch-script: Completed.');
    expect(code).toBe(0);
    expect(out).toMatch(/epoch=3; train:accuracy=/);
    expect(example.archived('output/pytorch-script/output/model.tar.gz')).toContain('centres.json');
  });
});
