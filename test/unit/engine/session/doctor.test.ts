import { expect, it } from 'vitest';
import { readCapabilities } from '../../../../engine/src/docker/capabilities';
import type { Capabilities } from '../../../../engine/src/docker/capabilities';
import { examineMachine, findingsOf } from '../../../../engine/src/session/doctor';

const PLAIN = readCapabilities(
  { apiVersion: '1.47', os: 'linux', server: undefined },
  { OSType: 'linux', Architecture: 'x86_64', ServerVersion: '27.1' },
  true,
);

const statesOf = (found: Capabilities, emulated = false): Readonly<Record<string, string>> =>
  Object.fromEntries(findingsOf(found, 'DOCKER_HOST', emulated).map(({ what, state }) => [what, state]));

it('a plain engine runs everything but GPUs', () => {
  expect(statesOf(PLAIN)).toEqual({ engine: 'ok', builds: 'ok', gpu: 'limited', platforms: 'ok' });
});

it('GPUs are found by the runtime and by CDI', () => {
  expect(statesOf({ ...PLAIN, nvidiaRuntime: true })['gpu']).toBe('ok');
  expect(statesOf({ ...PLAIN, cdiDevices: ['nvidia.com/gpu=0'] })['gpu']).toBe('ok');
});

it('an engine of another platform needs emulation', () => {
  const arm: Capabilities = { ...PLAIN, platform: 'linux/arm64' };
  expect(statesOf(arm)['platforms']).toBe('limited');
  expect(statesOf(arm, true)['platforms']).toBe('ok');
  expect(statesOf({ ...arm, desktop: true })['platforms']).toBe('ok');
});

it('what is limited comes with what can be done', () => {
  const found = findingsOf({ ...PLAIN, buildKit: false, platform: 'linux/arm64' }, 'DOCKER_HOST', false);
  const limited = found.filter(({ state }) => state === 'limited');
  expect(limited.map(({ what }) => what)).toEqual(['builds', 'gpu', 'platforms']);
  for (const { remedy } of limited) expect(remedy).toBeDefined();
});

it('without an engine it says so, and tells no secret', async () => {
  const findings = await examineMachine({
    DOCKER_HOST: 'unix:///nonexistent/docker.sock',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'hush-hush',
  });
  expect(findings.map(({ what, state }) => `${what} ${state}`)).toEqual(['engine missing', 'aws ok']);
  expect(JSON.stringify(findings)).not.toMatch(/AKIA|hush/);
});
