import { expect, it } from 'vitest';
import { describeScenario, useExample } from './support/example';

describeScenario('many models behind one endpoint', () => {
  const example = useExample('multi-model', ['public.ecr.aws/docker/library/python:3.12-slim']);

  it('answers with the model that is asked for', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const ask = (model: string) =>
        example.run('invoke', 'multi-model', '--target-model', model, '--data', '.sagemaker/payloads/name.txt');
      expect(await ask('english.tar.gz')).toEqual({ code: 0, out: 'Hello, Ada!\n', err: '' });
      expect(await ask('french.tar.gz')).toEqual({ code: 0, out: 'Bonjour, Ada!\n', err: '' });
      expect((await ask('dutch.tar.gz')).code).not.toBe(0);
    });
  });
});
