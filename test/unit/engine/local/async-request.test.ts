import { describe, expect, it } from 'vitest';
import { queuedInvocation } from '../../../../engine/src/local/async-request';
import type { ServingPlan } from '../../../../engine/src/plan/types';

const SERVING: ServingPlan = {
  variants: [],
  maxPayloadBytes: 1,
  invocationSeconds: 1,
  mode: 'single',
  asynchronous: true,
  serverless: false,
};
const NOW = new Date('2026-01-01T00:00:00Z');
const queued = (more = {}, serving: Partial<ServingPlan> = {}) =>
  queuedInvocation({ inputLocation: 's3://bucket/key', ...more }, { ...SERVING, ...serving }, '/kept', NOW);

describe('an asynchronous invocation', () => {
  it('has AWS’s own limits when it says nothing', () => {
    const found = queued();
    expect(found).toMatchObject({
      input: 's3://bucket/key',
      timeoutSeconds: 900,
      expires: '2026-01-01T06:00:00.000Z',
      inferenceId: found.id,
      output: `/kept/${found.id}.out`,
      failure: `/kept/${found.id}-error.out`,
    });
  });

  it('goes into the folders that stand for the S3 paths', () => {
    const asynchronousOutput = { uri: 's3://o', folder: '/out', failureUri: 's3://f', failureFolder: '/bad' };
    const found = queued({ inferenceId: 'mine' }, { asynchronousOutput });
    expect([found.inferenceId, found.output, found.failure]).toEqual([
      'mine',
      `/out/${found.id}.out`,
      `/bad/${found.id}-error.out`,
    ]);
    // Two with the same InferenceId do not overwrite one another.
    expect(queued({ inferenceId: 'mine' }, { asynchronousOutput }).output).not.toBe(found.output);
  });

  it.each([
    [{ requestTtlSeconds: 59 }, 'RequestTTLSeconds'],
    [{ requestTtlSeconds: 21_601 }, 'RequestTTLSeconds'],
    [{ invocationTimeoutSeconds: 0 }, 'InvocationTimeoutSeconds'],
    [{ invocationTimeoutSeconds: 3601 }, 'InvocationTimeoutSeconds'],
    [{ inputLocation: '/no/such' }, 'InputLocation'],
    [{ customAttributes: 'é' }, 'Custom attributes'],
  ])('%j is refused', (more, named) => {
    expect(() => queued(more)).toThrow(named);
  });

  it('needs an asynchronous endpoint', () => {
    expect(() => queued({}, { asynchronous: false })).toThrow('not asynchronous');
  });
});
