import { expect, it } from 'vitest';
import { contractTests, describeScenario, useExample } from './support/example';

describeScenario('an image adapted with the SageMaker training toolkit', () => {
  const example = useExample('adapt-training-toolkit', ['public.ecr.aws/docker/library/python:3.12']);

  it('gives the script its hyperparameters, channels and SM_* variables', async () => {
    const { code, out, err } = await example.run('train', 'train.training-job.json');
    expect(err).toContain('adapt-training-toolkit: Completed.');
    expect(code).toBe(0);
    expect(out).toContain('host algo-1 of ["algo-1"]');
    expect(out).toMatch(/epoch=2; train:accuracy=/);
    expect(out).not.toContain('epoch=3');
    expect(example.archived('output/adapt-training-toolkit/output/model.tar.gz')).toContain('centres.json');
  });

  it('writes the failure file, which is the reason of the failure', async () => {
    const wrong = ['--hyperparameter', 'epochs=0', '--name', 'adapt-training-toolkit-fails'];
    const { code, err } = await example.run('train', 'train.training-job.json', ...wrong);
    expect(code).not.toBe(0);
    expect(err).toContain('adapt-training-toolkit-fails: Failed. AlgorithmError: ExecuteUserScriptError:');
    // Once: the states on the way leave it to the last line.
    expect(err.match(/AlgorithmError: /g)).toHaveLength(1);
    // The toolkit writes what the script raised to the log alone.
    expect(err).toContain('ValueError: epochs has to be at least 1, not 0.');
  });

  it('passes the contract tests', async () => {
    expect(await contractTests(example, '--role', 'training')).toContain('train-succeeds');
  });
});
