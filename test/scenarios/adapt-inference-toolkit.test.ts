import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

describeScenario('an image adapted with the SageMaker inference toolkit', () => {
  const example = useExample('adapt-inference-toolkit', ['public.ecr.aws/docker/library/python:3.12-slim']);
  const data = ['--data', '.sagemaker/payloads/flowers.csv'];

  it('serves one model', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const answer = await example.run('invoke', 'adapt-inference-toolkit', ...data);
      expect(answer).toEqual({ code: 0, out: 'setosa\nvirginica\n', err: '' });
    });
  });

  it('serves many models, each loaded when it is asked for', async () => {
    await example.whileServing('many.endpoint.json', async () => {
      const named = ['adapt-inference-toolkit-many', '--target-model', 'flowers.tar.gz'];
      const answer = await example.run('invoke', ...named, ...data);
      expect(answer).toEqual({ code: 0, out: 'setosa\nvirginica\n', err: '' });
    });
  });

  it('passes the contract tests, those of many models too', async () => {
    const passed = await contractTests(example, '--role', 'inference');
    expect(passed).toEqual(expect.arrayContaining(['models-load', 'models-invoke', 'models-unload']));
  });
});
