import { expect, it } from 'vitest';
import { describeScenario, useExample } from './support/example';

describeScenario('asynchronous inference', () => {
  const example = useExample('asynchronous', ['public.ecr.aws/docker/library/python:3.12-slim']);

  it('puts the request in the queue, and the answer where the overlay says', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const payload = '.sagemaker/payloads/lines.txt';
      const { code, out } = await example.run('invoke', 'asynchronous', '--async', '--data', payload);
      expect(code).toBe(0);
      const answer = await example.appears('output/answers', '.out');
      expect(JSON.parse(answer)).toEqual({ bytes: 14, lines: 3 });
      expect(out.trim()).not.toBe('');
    });
  });
});
