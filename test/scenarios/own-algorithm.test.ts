import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

describeScenario('your own algorithm: nginx, gunicorn, Flask, scikit-learn', () => {
  const example = useExample('own-algorithm', ['public.ecr.aws/docker/library/python:3.12-slim']);

  it('trains, and leaves its model where the overlay says', async () => {
    const { code, out, err } = await example.run('train', 'train.training-job.json');
    expect(err).toContain('own-algorithm: Completed.');
    expect(code).toBe(0);
    expect(out).toContain('train:accuracy=1.0;');
    expect(example.archived('output/own-algorithm/output/model.tar.gz')).toContain('tree.pkl');
  });

  it('serves the model it trained, and tells a wrong content type', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const payload = '.sagemaker/payloads/flowers.csv';
      const answer = await example.run('invoke', 'own-algorithm', '--data', payload);
      expect(answer).toEqual({ code: 0, out: 'setosa\nvirginica\n', err: '' });
      const refused = await example.run('invoke', 'own-algorithm', '--data', payload, '--content-type', 'text/plain');
      expect(refused.code).not.toBe(0);
      expect(refused.err).toContain('This predictor takes text/csv.');
    });
  });

  it('transforms a folder of rows', async () => {
    const { code } = await example.run('transform', 'predict.transform-job.json');
    expect(code).toBe(0);
    expect(example.text('output/predictions/flowers.csv.out').trim().split('\n')).toEqual([
      'setosa',
      'versicolor',
      'virginica',
    ]);
  });

  it('passes the contract tests, with its payloads', async () => {
    expect(await contractTests(example)).toEqual(expect.arrayContaining(['train-succeeds', 'invocations']));
  });
});
