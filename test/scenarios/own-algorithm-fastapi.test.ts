import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

describeScenario('your own algorithm, small: FastAPI', () => {
  const example = useExample('own-algorithm-fastapi', ['public.ecr.aws/docker/library/python:3.12-slim']);

  it('trains and serves in one image', async () => {
    const { code, out } = await example.run('train', 'train.training-job.json');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('train:accuracy=') as string });
    expect(example.archived('output/own-algorithm-fastapi/output/model.tar.gz')).toEqual(['centres.json']);
    await example.whileServing('serve.endpoint.json', async () => {
      const payload = '.sagemaker/payloads/flowers.csv';
      const answer = await example.run('invoke', 'own-algorithm-fastapi', '--data', payload);
      expect(answer).toEqual({ code: 0, out: 'setosa\nvirginica\n', err: '' });
    });
  });

  it('passes the contract tests, with its payloads', async () => {
    expect(await contractTests(example)).toEqual(expect.arrayContaining(['train-succeeds', 'invocations']));
  });
});
