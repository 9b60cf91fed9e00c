import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

const BASE = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.10.0-cpu-py313-ubuntu22.04-sagemaker';

describeScenario('AWS’s PyTorch training image, extended', () => {
  const example = useExample('extend-pytorch-training', [BASE]);

  it('runs the script that SAGEMAKER_PROGRAM names, with the package that was added', async () => {
    const { code, out, err } = await example.run('train', 'train.training-job.json');
    expect(err).toContain('extend-pytorch-training: Completed.');
    expect(code).toBe(0);
    expect(out).toMatch(/train:accuracy=(?:1|0\.9)/);
    expect(example.archived('output/extend-pytorch-training/output/model.tar.gz')).toContain('model.pt');
  });

  it('passes the contract tests', async () => {
    expect(await contractTests(example, '--role', 'training')).toContain('train-succeeds');
  });
});
