import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

describeScenario('an answer as a stream', () => {
  const example = useExample('streaming', ['public.ecr.aws/docker/library/python:3.12-slim']);

  it('answers word by word', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const answer = await example.run('invoke', 'streaming', '--data', '.sagemaker/payloads/words.txt', '--stream');
      expect(answer).toEqual({ code: 0, out: 'ONCE UPON A TIME ', err: '' });
    });
  });

  it('is refused as a stream in both directions: its image has no label for that', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const words = ['--data', '.sagemaker/payloads/words.txt'];
      const { code, err } = await example.run('invoke', 'streaming', '--bidirectional', ...words);
      expect(code).not.toBe(0);
      expect(err).toContain('STREAM-02');
    });
  });

  it('passes the contract tests, with its payloads', async () => {
    expect(await contractTests(example, '--role', 'inference')).toContain('invocations');
  });
});
