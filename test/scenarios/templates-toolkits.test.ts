import { expect, it } from 'vitest';
import { describeScenario } from './support/example';
import { useProjects } from './support/new-project';

const PYTORCH = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.10.0-cpu-py313-ubuntu22.04-sagemaker';

describeScenario('new projects with the toolkits of SageMaker', () => {
  const projects = useProjects([
    'public.ecr.aws/docker/library/python:3.12-slim',
    'public.ecr.aws/docker/library/python:3.12',
    PYTORCH,
  ]);

  it.each([
    ['extended', ['--what', 'extend', '--framework', 'pytorch', '--base', PYTORCH]],
    ['trained', ['--what', 'training-toolkit', '--framework', 'none']],
    ['served', ['--what', 'inference-toolkit']],
  ])('%s builds, lints clean and passes its contract tests', async (name, answers) => {
    expect(await projects.passed(name, answers, 'Dockerfile')).toBeGreaterThanOrEqual(10);
  });
});
