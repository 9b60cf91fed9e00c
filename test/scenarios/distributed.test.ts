import { expect, it } from 'vitest';
import { describeScenario, useExample } from './support/example';

const BASE = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.10.0-cpu-py313-ubuntu22.04-sagemaker';

describeScenario('training on two hosts with torchrun', () => {
  const example = useExample('distributed', [BASE]);

  it('trains one model on both, each with its half of the rows', async () => {
    const { code, out, err } = await example.run('train', 'train.training-job.json');
    expect(err).toContain('distributed: Completed.');
    expect(code).toBe(0);
    expect(out).toContain('rank 0 of 2, 20 rows, on algo-1');
    expect(out).toContain('rank 1 of 2, 20 rows, on algo-2');
    expect(out).toMatch(/train:loss=0\.0/);
    expect(example.archived('output/distributed/output/model.tar.gz')).toContain('line.json');
  });
});
