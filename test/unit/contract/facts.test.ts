import { describe, expect, it } from 'vitest';
import * as gpu from '../../../contract/gpu';
import * as launch from '../../../contract/launch';
import * as limits from '../../../contract/limits';
import * as servers from '../../../contract/servers';
import * as serving from '../../../contract/serving';
import { VARIABLES } from '../../../contract/environment';
import { CHECKED, apiReference, fact, guide, repository } from '../../../contract/facts';
import type { Fact } from '../../../contract/facts';
import { OPT_ML_PATHS } from '../../../contract/filesystem';
import { LABELS } from '../../../contract/labels';
import { isRequirementId } from '../../../contract/requirements';
import { TOOLKITS } from '../../../contract/toolkits';

function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === 'object' && value !== null && 'checked' in value && 'value' in value;
}

function factsOf(value: unknown, depth = 0): readonly Fact<unknown>[] {
  if (isFact(value)) return [value];
  if (typeof value !== 'object' || value === null || depth > 2) return [];
  return Object.values(value).flatMap((inner) => factsOf(inner, depth + 1));
}

const FACTS = [gpu, launch, limits, servers, serving].flatMap((module) => factsOf({ ...module }));

describe('facts', () => {
  it('build AWS addresses', () => {
    expect(guide('train-vpc')).toBe('https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html');
    expect(apiReference('Channel')).toBe('https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html');
    expect(repository('aws/x')).toBe('https://github.com/aws/x');
    expect(repository('aws/x', 'README.md')).toBe('https://github.com/aws/x/blob/HEAD/README.md');
  });

  it('are dated', () => {
    expect(CHECKED).toBe('2026-08-21');
    expect(fact(1, 's', [], 'u').checked).toBe(CHECKED);
    expect(fact(1, 's', [], 'u', '2026-09-01').checked).toBe('2026-09-01');
  });

  it('name their requirement and source', () => {
    expect(FACTS.length).toBeGreaterThan(35);
    for (const one of FACTS) {
      expect(one.requirements.length).toBeGreaterThan(0);
      expect(one.requirements.every(isRequirementId)).toBe(true);
      expect(() => new URL(one.source)).not.toThrow();
      expect(one.summary).toMatch(/[.)]$/);
    }
  });

  it.each([
    ['variables', VARIABLES],
    ['paths', OPT_ML_PATHS],
    ['labels', LABELS],
    ['toolkits', TOOLKITS],
    ['servers', servers.SERVERS],
    ['launch shapes', launch.LAUNCH_SHAPES],
    ['routes', serving.ROUTES],
    ['drivers', gpu.HOST_DRIVERS],
  ])('%s too', (_name, rows) => {
    for (const row of rows) {
      expect(row.requirements.length).toBeGreaterThan(0);
      expect(() => new URL(row.source)).not.toThrow();
    }
  });

  it('hold the number sheet of the contract', () => {
    expect(serving.SERVING_PORT).toBe(8080);
    expect(serving.PING_TIMEOUT_SECONDS.value).toBe(2);
    expect(serving.STARTUP_TIMEOUT_SECONDS.value).toBe(8 * 60);
    expect(serving.STARTUP_TIMEOUT_RANGE_SECONDS.value).toEqual([60, 3600]);
    expect(serving.CONNECT_TIMEOUT_MILLISECONDS.value).toBe(250);
    expect(serving.INVOCATION_TIMEOUT_SECONDS['real-time'].value).toBe(60);
    expect(serving.INVOCATION_TIMEOUT_SECONDS.streaming.value).toBe(480);
    expect(serving.INVOCATION_TIMEOUT_SECONDS.batch.value).toBe(3600);
    expect(serving.DEFAULT_INVOCATION_TIMEOUT_SECONDS.asynchronous.value).toBe(900);
    expect(serving.PAYLOAD_LIMIT_BYTES['real-time'].value).toBe(25_000_000);
    expect(serving.PAYLOAD_LIMIT_BYTES.serverless.value).toBe(4_000_000);
    expect(serving.ASYNC_INLINE_BYTES.value).toBe(128_000);
    expect(serving.WEBSOCKET_PING.value).toEqual({ everySeconds: 60, missesUntilClosed: 5 });
    expect(launch.TRAINING_STOP_GRACE_SECONDS.value).toBe(120);
    expect(launch.HOSTING_STOP_GRACE_SECONDS.value).toBe(30);
    expect(launch.FAILURE_REASON_CHARACTERS.value).toBe(1024);
    expect(limits.SERVERLESS_IMAGE_BYTES.value).toBe(10_737_418_240);
    expect(limits.HYPERPARAMETERS_LIMIT.value).toEqual({ entries: 100, keyLength: 256, valueLength: 2500 });
    expect(limits.TRAINING_RUNTIME_SECONDS.value.most).toBe(28 * 24 * 3600);
  });
});

describe('launch shapes', () => {
  it('keep CMD only for processing', () => {
    expect(launch.LAUNCH_SHAPES.filter((shape) => shape.keepsCommand).map((shape) => shape.id)).toEqual(['processing']);
  });

  it('append a word only where ENTRYPOINT is kept', () => {
    const withWord = launch.LAUNCH_SHAPES.filter((shape) => shape.word !== undefined);
    expect(withWord.map((shape) => [shape.id, shape.word, shape.keepsEntrypoint])).toEqual([
      ['training', 'train', true],
      ['hosting', 'serve', true],
    ]);
  });
});

describe('routes', () => {
  it('always need ping and invocations', () => {
    const always = serving.ROUTES.filter((route) => route.when === 'always' && route.required);
    expect(always.map((route) => `${route.method} ${route.path}`)).toEqual(['GET /ping', 'POST /invocations']);
  });

  it('have the five of the multi-model API', () => {
    expect(serving.ROUTES.filter((route) => route.when === 'multi-model')).toHaveLength(5);
  });
});
