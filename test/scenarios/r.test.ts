import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

describeScenario('R with plumber', () => {
  const example = useExample('r', ['public.ecr.aws/docker/library/r-base:4.4.2']);

  it('trains and serves in one image', async () => {
    const { code, out } = await example.run('train', 'train.training-job.json');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('train:accuracy=') as string });
    expect(example.archived('output/r/output/model.tar.gz')).toEqual(['model.rds']);
    await example.whileServing('serve.endpoint.json', async () => {
      const answer = await example.run('invoke', 'r', '--data', '.sagemaker/payloads/flowers.csv');
      expect(answer).toEqual({ code: 0, out: 'setosa\nvirginica\n', err: '' });
    });
  });

  it('passes the contract tests, with its payloads', async () => {
    expect(await contractTests(example)).toEqual(expect.arrayContaining(['train-succeeds', 'invocations']));
  });
});
