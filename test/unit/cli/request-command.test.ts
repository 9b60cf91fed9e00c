import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestCommand } from '../../../cli/src/request-command';
import { runCommand } from '../../aws/support/run-command';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'sm-request-command-'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

const run = (...args: readonly string[]) => runCommand(requestCommand, args, { cwd, env: { AWS_REGION: 'eu-west-1' } });
const read = (name: string): unknown => JSON.parse(readFileSync(join(cwd, name), 'utf8'));

describe('request', () => {
  it('writes a training job of an algorithm, with what it needs', async () => {
    const { out } = await run('training-job', '--algorithm', 'kmeans', '--hyperparameter', 'feature_dim=4');
    expect(out).toBe('kmeans.training-job.json\n');
    expect(read('kmeans.training-job.json')).toMatchObject({
      AlgorithmSpecification: { TrainingImage: expect.stringContaining('.eu-west-1.') as string },
      HyperParameters: { feature_dim: '4', k: '10' },
      InputDataConfig: [{ ChannelName: 'train', ContentType: 'text/csv;label_size=0' }],
    });
    expect(existsSync(join(cwd, 'data/train'))).toBe(true);
  });

  it('says which hyperparameter only the data tells', async () => {
    await expect(run('training-job', '--algorithm', 'kmeans')).rejects.toThrow(/--hyperparameter feature_dim=<value>/);
    await expect(run('training-job')).rejects.toThrow(/--algorithm with one of blazingtext/);
    await expect(run('processing-job')).rejects.toThrow(/No built-in algorithm processes data/);
  });

  it('writes an endpoint of a script, for the account that will launch it', async () => {
    const account = ['--account', '123456789012', '--region', 'us-east-1'];
    const { out } = await run('endpoint', '--framework', 'sklearn', '--framework-version', '1.2-1', ...account);
    expect(out).toBe('sklearn-script.endpoint.json\n');
    expect(JSON.stringify(read('sklearn-script.endpoint.json'))).toContain(
      's3://sagemaker-us-east-1-123456789012/sklearn-script/model/model.tar.gz',
    );
    expect(readFileSync(join(cwd, 'model/code/inference.py'), 'utf8')).toContain('def model_fn');
  });

  it('takes frameworks that run scripts, and no more', async () => {
    await expect(run('endpoint', '--framework', 'sparkml')).rejects.toThrow(/--framework takes pytorch/);
    await expect(run('training-job', '--framework', 'sklearn', '--processor', 'tpu')).rejects.toThrow(/cpu, gpu/);
  });
});
