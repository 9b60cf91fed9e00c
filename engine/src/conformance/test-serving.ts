import type { RequirementId } from '../../../contract/requirements';
import { MODELS_PATH, SERVING_PORT } from '../../../contract/serving';
import type { ContainerEnd } from '../docker/exit-problem';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan, ServingPlan } from '../plan/types';
import { result, testsAbout } from './catalogue';
import { endEvidence, endRemedy, startFailure } from './end-evidence';
import { INVOCATION_TESTS } from './invocation-tests';
import { socketText } from './listeners';
import type { Selection } from './selection';
import { awaitHealth, listensRightly, startServer } from './start-server';
import type { Health, Server } from './start-server';
import { stopEvidence } from './stop-evidence';
import { timed } from './timed';
import { modelMount } from './variants';
import type { ConformanceResult, Payload, RoleResults } from './types';

export interface ServingSubject {
  readonly bench: Workbench;
  readonly plan: ContainerPlan;
  readonly limits: Pick<ServingPlan, 'maxPayloadBytes' | 'invocationSeconds'>;
  readonly startupSeconds: number;
  readonly graceSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly payloads: readonly Payload[];
  readonly selection: Selection;
  /** It is asked at /models, not at /invocations. */
  readonly multiModel: boolean;
  readonly signal: AbortSignal;
}

export interface ServingResults extends RoleResults {
  readonly healthy: boolean;
}

/** Starts it as an endpoint does, asks it what SageMaker and its clients ask, and ends it. */
export async function testServing(subject: ServingSubject): Promise<ServingResults> {
  const { bench, plan, signal, startupSeconds } = subject;
  let server: Server;
  try {
    server = await startServer(bench, plan, signal);
  } catch (error) {
    const failed = startFailure('serve-starts', error, signal);
    return { results: [failed, ...others([failed], 'It does not start.')], answered: false, healthy: false };
  }
  const health = await awaitHealth(bench, server, startupSeconds, signal);
  const results = healthResults(server, health);
  if (health.kind === 'ended') {
    const answered = results.some((it) => it.id === 'model-read-only');
    return { results: [...results, ...others(results, 'It has ended.')], answered, healthy: false };
  }
  results.push(modelResult(subject));
  if (health.kind === 'healthy' && !subject.multiModel) {
    const asked = await testInvocations(subject, server);
    results.push(...asked.results);
    server = asked.server ?? server;
  }
  if (subject.multiModel) {
    const why = [`A multi-model endpoint is asked at ${MODELS_PATH}.`];
    results.push(...INVOCATION_TESTS.map(([id]) => result(id, 'skipped', why)));
  }
  if (server.end() === undefined && subject.selection.wants('serve-stops'))
    results.push(await timed(() => testStop(subject, server)));
  const answered = health.kind === 'healthy' || health.status !== undefined || (health.listeners ?? []).length > 0;
  // No results yet of what is tried when it is healthy.
  const why = health.kind === 'healthy' ? undefined : 'It is not healthy.';
  const skipped = why === undefined ? [] : others(results, why);
  return { results: [...results, ...skipped], answered, healthy: health.kind === 'healthy' };
}

function healthResults(server: Server, health: Health): ConformanceResult[] {
  switch (health.kind) {
    case 'ended':
      if (wroteToModel(health.end)) {
        return [
          result('serve-starts', 'passed', []),
          result('model-read-only', 'failed', endEvidence(server.plan, health.end)),
        ];
      }
      return [
        result('serve-starts', 'failed', endEvidence(server.plan, health.end), {
          remedy: endRemedy(server.plan, health.end),
        }),
      ];
    case 'healthy':
      return [
        result('serve-starts', 'passed', []),
        result('serve-listens', 'passed', []),
        { ...result('ping-healthy', 'passed', [`healthy after ${health.ms} ms`]), milliseconds: health.ms },
      ];
    case 'unhealthy': {
      const listening = health.status !== undefined || listensRightly(server, health.listeners ?? []);
      const seen = [`${health.problem}, after ${Math.round(health.ms / 1000)} s`];
      if (listening)
        return [
          result('serve-starts', 'passed', []),
          result('serve-listens', 'passed', []),
          { ...result('ping-healthy', 'failed', seen), milliseconds: health.ms },
        ];
      return [result('serve-starts', 'passed', []), listensNot(health, seen)];
    }
  }
}

/** It may have meant another file that is read-only; there is none on an endpoint but the model's. */
function wroteToModel({ lastLines }: ContainerEnd): boolean {
  return lastLines.some((line) => /read-only file system/i.test(line));
}

function modelResult({ plan }: ServingSubject): ConformanceResult {
  return modelMount(plan) === undefined
    ? result('model-read-only', 'skipped', ['It was given no model.'])
    : result('model-read-only', 'passed', ['It serves a model that it can’t change.']);
}

function listensNot(health: Extract<Health, { kind: 'unhealthy' }>, seen: readonly string[]): ConformanceResult {
  const { listeners } = health;
  const loopback = listeners?.some((it) => it.reach === 'loopback' && it.port === SERVING_PORT) === true;
  const requirements: readonly RequirementId[] = [loopback ? 'NET-06' : 'HTTP-01'];
  const where =
    listeners === undefined
      ? []
      : [listeners.length === 0 ? 'It listens nowhere.' : `It listens on ${listeners.map(socketText).join(', ')}.`];
  return result('serve-listens', 'failed', [...seen, ...where], { requirements });
}

/** A server that a test ended is started again for the next. */
async function testInvocations(
  subject: ServingSubject,
  first: Server,
): Promise<{ readonly results: readonly ConformanceResult[]; readonly server: Server | undefined }> {
  const { bench, plan, limits, labels, payloads, signal } = subject;
  const results: ConformanceResult[] = [];
  let server = first;
  const { selection } = subject;
  const wanted = INVOCATION_TESTS.filter(([id]) => selection.wants(id));
  for (const [, test] of wanted) {
    if (!(await isAlive(bench, server))) {
      await server.container.remove();
      server = await startServer(bench, plan, signal);
      const health = await awaitHealth(bench, server, subject.startupSeconds, signal);
      if (health.kind !== 'healthy') break;
    }
    const { at } = server;
    if (at === undefined) break;
    results.push(
      await timed(() => test({ at, alive: () => isAlive(bench, server), labels, payloads, ...limits, signal })),
    );
  }
  return { results, server };
}

export async function isAlive(bench: Workbench, server: Server): Promise<boolean> {
  if (server.end() !== undefined) return false;
  return (await bench.engine.containers.inspect(server.container.id))?.State.Running === true;
}

async function testStop({ graceSeconds }: ServingSubject, server: Server): Promise<ConformanceResult> {
  const { killed, seen } = await stopEvidence(server.container, graceSeconds);
  return result('serve-stops', killed ? 'failed' : 'passed', [seen]);
}

function others(done: readonly ConformanceResult[], why: string): readonly ConformanceResult[] {
  const ids = new Set(done.map((it) => it.id));
  return testsAbout('inference')
    .filter((id) => !ids.has(id))
    .map((id) => result(id, 'skipped', [why]));
}
