import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

const BASE = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker';

describeScenario('AWS’s PyTorch inference image, extended', () => {
  const example = useExample('extend-pytorch', [BASE]);

  it('serves with the script of the model and the package that was added', async () => {
    await example.whileServing('serve.endpoint.json', async () => {
      const answer = await example.run('invoke', 'extend-pytorch', '--data', '.sagemaker/payloads/flowers.csv');
      expect(answer).toEqual({ code: 0, out: 'setosa\nvirginica\n', err: '' });
    });
  });

  it('passes the contract tests', async () => {
    expect(await contractTests(example, '--role', 'inference')).toEqual(
      expect.arrayContaining(['invocations', 'body-limit']),
    );
  });
});
