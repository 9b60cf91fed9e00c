import { expect, it } from 'vitest';
import { describeScenario, useExample } from './support/example';

describeScenario('a serial inference pipeline', () => {
  const example = useExample('serial-pipeline', ['public.ecr.aws/docker/library/python:3.12-slim']);

  it('gives what the first container answers to the second', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const answer = await example.run('invoke', 'serial-pipeline', '--data', 'data/flowers.csv');
      expect(answer).toEqual({ code: 0, out: 'setosa\nversicolor\nvirginica\n', err: '' });
      const { out, err } = await example.run('logs', 'serial-pipeline');
      const requests = `${out}${err}`.match(/^AllTraffic\.(?:scale|classify): .*POST \/invocations/gm);
      expect(requests).toHaveLength(2);
    });
  });
});
