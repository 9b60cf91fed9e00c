import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

describeScenario('streams in both directions', () => {
  const example = useExample('bidirectional', ['public.ecr.aws/docker/library/python:3.12-slim']);
  const words = ['bidirectional', '--data', '.sagemaker/payloads/words.txt'];

  it('answers the messages of one stream, which stays open between them', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const answer = await example.run('invoke', ...words, '--bidirectional');
      expect(answer).toEqual({ code: 0, out: '1 GOOD\n2 MORNING\n3 HOW\n4 ARE\n5 YOU\n', err: '' });
    });
  });

  it('passes the contract tests, that of the stream too', async () => {
    expect(await contractTests(example, '--role', 'inference')).toContain('bidirectional-stream');
  });
});
