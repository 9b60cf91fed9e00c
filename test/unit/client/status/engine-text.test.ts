import { expect, test } from 'vitest';
import { engineLook, engineTooltip } from '../../../../client/src/status/engine-text';
import { l10n } from '../l10n';

const UP = {
  state: { state: 'running', how: 'DOCKER_HOST' },
  gpu: false,
  working: [],
  serving: [],
  failed: [],
} as const;

test('an engine at rest, at work, and with GPUs', () => {
  expect(engineLook(UP)).toEqual({ text: '$(vm) SageMaker', failed: false });
  expect(engineLook({ ...UP, working: ['a', 'b'] }).text).toContain('spin) SageMaker 2');
  expect(engineLook({ ...UP, gpu: true }).text).toContain('circuit-board');
  expect(engineTooltip({ ...UP, gpu: true }, l10n)).toBe('Docker Engine, found by DOCKER_HOST, with GPUs');
});

test('an endpoint in service is calm: nobody waits for it; what serves is in the tooltip', () => {
  const serving = { ...UP, serving: ['churn'] };
  expect(engineLook(serving)).toEqual({ text: '$(radio-tower) SageMaker 1', failed: false });
  expect(engineTooltip(serving, l10n)).toBe('Serving: churn\nDocker Engine, found by DOCKER_HOST');
  const both = { ...serving, working: ['train-1'] };
  expect(engineLook(both).text).toBe('$(loading~spin) SageMaker 1');
  expect(engineTooltip(both, l10n)).toContain('Running: train-1\nServing: churn');
});

test('red: the engine is gone, or something failed that nobody looked at', () => {
  const state = { state: 'missing', message: 'No Docker Engine answers.', remedy: 'Start it.' } as const;
  expect(engineLook({ ...UP, state }).failed).toBe(true);
  expect(engineTooltip({ ...UP, state }, l10n)).toBe('No Docker Engine answers. Start it.');
  const failed = { ...UP, working: ['b'], failed: ['a'] };
  expect(engineLook(failed)).toEqual({ text: '$(error) SageMaker 1', failed: true });
  expect(engineTooltip(failed, l10n)).toContain('Failed: a\nRunning: b');
});

test('an engine that nobody has asked for is neither there nor missing', () => {
  expect(engineLook({ ...UP, state: { state: 'unknown' } })).toEqual({ text: '$(vm) SageMaker', failed: false });
});
