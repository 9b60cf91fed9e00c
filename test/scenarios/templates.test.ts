import { expect, it } from 'vitest';
import { describeScenario } from './support/example';
import { useProjects } from './support/new-project';

describeScenario('new projects', () => {
  const projects = useProjects([
    'public.ecr.aws/docker/library/python:3.12-slim',
    'public.ecr.aws/docker/library/r-base:4.4.2',
    'docker.io/mambaorg/micromamba:2.0.5',
  ]);

  it.each([
    [
      'flask',
      ['--what', 'both', '--framework', 'scikit-learn', '--packages', 'pip', '--server', 'flask'],
      'Dockerfile',
    ],
    ['fastapi', ['--what', 'both', '--framework', 'xgboost', '--packages', 'uv', '--server', 'fastapi'], 'Dockerfile'],
    [
      'sample',
      ['--what', 'serve', '--framework', 'none', '--packages', 'pip', '--server', 'flask'],
      'serve.endpoint.json',
    ],
    ['training', ['--what', 'train', '--framework', 'none'], 'train.training-job.json'],
    [
      'conda',
      ['--what', 'both', '--framework', 'scikit-learn', '--packages', 'conda', '--server', 'flask'],
      'Dockerfile',
    ],
    ['in-r', ['--what', 'r'], 'Dockerfile'],
  ])('%s builds, lints clean and passes its contract tests', async (name, answers, subject) => {
    expect(await projects.passed(name, answers, subject)).toBeGreaterThan(10);
  });

  it('a PyTorch project asks for the driver, and for the GPUs of the instance', async () => {
    const answers = ['--what', 'train', '--framework', 'pytorch', '--packages', 'pip'];
    expect((await projects.run('new', 'on-gpus', ...answers)).code).toBe(0);
    expect(projects.text('on-gpus/Dockerfile')).toContain('NVIDIA_VISIBLE_DEVICES=all');
    const request = 'on-gpus/train.training-job.json';
    expect((await projects.run('plan', request, '--instance-type', 'ml.g5.xlarge')).out).toContain('--gpus 1');
    expect((await projects.run('plan', request)).out).not.toContain('--gpus');
  });

  it('a processing project with conda leaves its output', async () => {
    const answers = ['--what', 'processing', '--framework', 'pandas', '--packages', 'conda'];
    expect((await projects.run('new', 'columns', ...answers)).code).toBe(0);
    const { code, err } = await projects.run('process', 'columns/process.processing-job.json');
    expect(code, err).toBe(0);
    expect(projects.text('columns/output/visits.csv')).toMatch(/^count,3,/m);
  });

  it('a processing project leaves its output', async () => {
    expect((await projects.run('new', 'rows', '--what', 'processing', '--framework', 'none')).code).toBe(0);
    const { code, err } = await projects.run('process', 'rows/process.processing-job.json');
    expect(code, err).toBe(0);
    expect(projects.text('rows/output/rows.csv').trim().split(/\r?\n/)).toEqual(['file,rows', 'visits.csv,3']);
  });
});
