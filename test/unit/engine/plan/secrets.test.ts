import { expect, it } from 'vitest';
import { toDockerRun } from '../../../../engine/src/plan/docker-run-text';
import { isSecret, withoutSecrets } from '../../../../engine/src/plan/secrets';
import { planTraining } from '../../../../engine/src/plan/training';
import { CONTEXT, overlayOf, trainingRequest } from './fixtures';

it.each([
  ['AWS_SECRET_ACCESS_KEY', 'x', true],
  ['HF_TOKEN', 'x', true],
  ['DB_PASSWORD', 'x', true],
  ['DATABASE_URL', 'postgres://me:hush@host/db', true],
  ['DATABASE_URL', 'postgres://host/db', false],
  ['TOKENIZERS_PARALLELISM', 'false', false],
  ['MAX_TOKENS', '5', false],
  ['SM_MODEL_DIR', '/x', false],
])('%s=%s: %s', (name, value, secret) => {
  expect(isSecret(name, value)).toBe(secret);
});

it('hides secrets of a plan that is printed or kept, and nothing else', () => {
  const image = trainingRequest().AlgorithmSpecification?.TrainingImage ?? '';
  const build = { dockerfile: 'Dockerfile', buildArguments: { PIP_TOKEN: 'hush1', VERSION: '3' } };
  const env = { HF_TOKEN: 'hush2', LEVEL: 'debug' };
  const plan = planTraining(trainingRequest(), overlayOf({ env, images: { [image]: build } }), CONTEXT);
  expect(JSON.stringify(plan)).toMatch(/hush1.*hush2|hush2.*hush1/s);
  const shown = withoutSecrets(plan);
  expect(JSON.stringify(shown)).not.toContain('hush');
  expect(shown.containers[0]?.environment).toMatchObject({ HF_TOKEN: '***', LEVEL: 'debug' });
  expect(shown.images[0]?.build?.buildArguments).toEqual({ PIP_TOKEN: '***', VERSION: '3' });
  const text = toDockerRun(plan);
  expect(text).not.toContain('hush');
  expect(text).toContain('--build-arg PIP_TOKEN \\\n');
  expect(text).toContain('--build-arg VERSION=3');
});
