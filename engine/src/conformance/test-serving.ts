import { BIND_TO_PORT_VARIABLE } from '../../../contract/environment';
import type { RequirementId } from '../../../contract/requirements';
import { ACCEPT_BIND_TO_PORT_LABEL, CAPABILITY_VALUE } from '../../../contract/labels';
import { SERVING_PORT } from '../../../contract/serving';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan, ServingPlan } from '../plan/types';
import { result, testsAbout } from './catalogue';
import type { TestId } from './catalogue';
import { endEvidence, endRemedy, startFailure } from './end-evidence';
import { INVOCATION_TESTS } from './invocation-tests';
import { socketText } from './listeners';
import { awaitHealth, listensRightly, startServer } from './start-server';
import type { Health, Server } from './start-server';
import type { ConformanceResult, Payload, RoleResults } from './types';

export interface ServingSubject {
  readonly bench: Workbench;
  readonly plan: ContainerPlan;
  readonly limits: Pick<ServingPlan, 'maxPayloadBytes' | 'invocationSeconds'>;
  readonly startupSeconds: number;
  readonly graceSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly payloads: readonly Payload[];
  readonly signal: AbortSignal;
}

const BOUND_PORT = SERVING_PORT + 1;
const KILLED = 137;

/** Starts it as an endpoint does, asks it what SageMaker and its clients ask, and ends it. */
export async function testServing(subject: ServingSubject): Promise<RoleResults> {
  const { bench, plan, signal, startupSeconds } = subject;
  let server: Server;
  try {
    server = await startServer(bench, plan, signal);
  } catch (error) {
    const failed = startFailure('serve-starts', error, signal);
    return { results: [failed, ...others([failed], 'It does not start.')], answered: false };
  }
  const health = await awaitHealth(bench, server, startupSeconds, signal);
  const results = healthResults(server, health);
  if (health.kind === 'ended') return { results: [...results, ...others(results, 'It has ended.')], answered: false };
  if (health.kind === 'healthy') {
    const asked = await testInvocations(subject, server);
    results.push(...asked.results);
    server = asked.server ?? server;
    results.push(await testBindToPort(subject));
  }
  if (server.end() === undefined) results.push(await testStop(subject, server));
  const answered = health.kind === 'healthy' || health.status !== undefined || (health.listeners ?? []).length > 0;
  return { results: inOrder([...results, ...others(results, 'It is not healthy.')]), answered };
}

function healthResults(server: Server, health: Health): ConformanceResult[] {
  switch (health.kind) {
    case 'ended':
      return [
        result('serve-starts', 'failed', endEvidence(server.plan, health.end), {
          remedy: endRemedy(server.plan, health.end),
        }),
      ];
    case 'healthy':
      return [
        result('serve-starts', 'passed', []),
        result('serve-listens', 'passed', []),
        result('ping-healthy', 'passed', [`healthy after ${health.ms} ms`]),
      ];
    case 'unhealthy': {
      const listening = health.status !== undefined || listensRightly(server, health.listeners ?? []);
      const seen = [`${health.problem}, after ${Math.round(health.ms / 1000)} s`];
      if (listening)
        return [
          result('serve-starts', 'passed', []),
          result('serve-listens', 'passed', []),
          result('ping-healthy', 'failed', seen),
        ];
      return [result('serve-starts', 'passed', []), listensNot(health, seen)];
    }
  }
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
  const { bench, plan, limits, payloads, signal } = subject;
  const results: ConformanceResult[] = [];
  let server = first;
  for (const test of Object.values(INVOCATION_TESTS)) {
    if (!(await isAlive(bench, server))) {
      await server.container.remove();
      server = await startServer(bench, plan, signal);
      const health = await awaitHealth(bench, server, subject.startupSeconds, signal);
      if (health.kind !== 'healthy') break;
    }
    const { at } = server;
    if (at === undefined) break;
    results.push(await test({ at, alive: () => isAlive(bench, server), payloads, ...limits, signal }));
  }
  return { results, server };
}

async function isAlive(bench: Workbench, server: Server): Promise<boolean> {
  if (server.end() !== undefined) return false;
  return (await bench.engine.containers.inspect(server.container.id))?.State.Running === true;
}

async function testBindToPort(subject: ServingSubject): Promise<ConformanceResult> {
  const { bench, plan, labels, signal } = subject;
  if (labels[ACCEPT_BIND_TO_PORT_LABEL] !== CAPABILITY_VALUE) {
    return result('bind-to-port', 'skipped', ['The image has no label that promises it.']);
  }
  const bound: ContainerPlan = {
    ...plan,
    host: `${plan.host}-bound`,
    environment: { ...plan.environment, [BIND_TO_PORT_VARIABLE]: String(BOUND_PORT) },
    ports: { [BOUND_PORT]: 0 },
  };
  const server = await startServer(bench, bound, signal);
  try {
    const health = await awaitHealth(bench, server, subject.startupSeconds, signal);
    const seen = `${BIND_TO_PORT_VARIABLE}=${BOUND_PORT}: ${health.kind}`;
    return result('bind-to-port', health.kind === 'healthy' ? 'passed' : 'failed', [seen]);
  } finally {
    await server.container.remove();
  }
}

async function testStop({ graceSeconds }: ServingSubject, server: Server): Promise<ConformanceResult> {
  const begun = Date.now();
  const end = await server.container.stop(graceSeconds);
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  const killed = end.exitCode === KILLED;
  const seen = killed ? `SIGKILL was needed after ${seconds} s` : `exit code ${end.exitCode} after ${seconds} s`;
  return result('serve-stops', killed ? 'failed' : 'passed', [seen]);
}

function others(done: readonly ConformanceResult[], why: string): readonly ConformanceResult[] {
  const ids = new Set(done.map((it) => it.id));
  return testsAbout('inference')
    .filter((id) => !ids.has(id))
    .map((id) => result(id, 'skipped', [why]));
}

function inOrder(results: readonly ConformanceResult[]): readonly ConformanceResult[] {
  const order: readonly TestId[] = testsAbout('inference');
  const place = (it: ConformanceResult) => order.findIndex((id) => id === it.id);
  return [...results].sort((a, b) => place(a) - place(b));
}
