import { expect, test } from 'vitest';
import { engineLook } from '../../../../client/src/status/engine-text';

const UP = { state: { state: 'running', how: 'DOCKER_HOST' }, gpu: false, running: [], failed: [] } as const;

test('an engine at rest, at work, and with GPUs', () => {
  expect(engineLook(UP)).toEqual({ text: '$(vm) SageMaker', failed: false });
  expect(engineLook({ ...UP, running: ['a', 'b'] }).text).toContain('spin) SageMaker 2');
  expect(engineLook({ ...UP, gpu: true }).text).toContain('circuit-board');
});

test('red: the engine is gone, or something failed that nobody looked at', () => {
  const state = { state: 'missing', message: 'No Docker Engine answers.', remedy: 'Start it.' } as const;
  expect(engineLook({ ...UP, state }).failed).toBe(true);
  expect(engineLook({ ...UP, running: ['b'], failed: ['a'] })).toEqual({ text: '$(error) SageMaker 1', failed: true });
});

test('an engine that nobody has asked for is neither there nor missing', () => {
  expect(engineLook({ ...UP, state: { state: 'unknown' } })).toEqual({ text: '$(vm) SageMaker', failed: false });
});
