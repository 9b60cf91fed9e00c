import { BIND_TO_PORT_VARIABLE } from '../../../contract/environment';
import { ACCEPT_BIND_TO_PORT_LABEL, CAPABILITY_VALUE, MULTI_MODELS_LABEL } from '../../../contract/labels';
import { MODELS_DIR } from '../../../contract/opt-ml';
import { SERVING_PORT } from '../../../contract/serving';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan } from '../plan/types';
import { UserError } from '../user-error';
import { result, testsAbout } from './catalogue';
import type { TestId } from './catalogue';
import { endEvidence, endRemedy, startFailure } from './end-evidence';
import { multiModelTests } from './multi-model-tests';
import { awaitHealth, startServer } from './start-server';
import type { Health, Server } from './start-server';
import { isAlive } from './test-serving';
import type { ServingSubject } from './test-serving';
import type { ConformanceResult } from './types';
import { modelMount, multiModel, rootless } from './variants';

const BOUND_PORT = SERVING_PORT + 1;

/** It becomes healthy on the port that it is told. */
export async function serveOnPort(subject: ServingSubject): Promise<ConformanceResult> {
  const { plan, labels } = subject;
  if (labels[ACCEPT_BIND_TO_PORT_LABEL] !== CAPABILITY_VALUE) {
    return result('bind-to-port', 'skipped', ['The image has no label that promises it.']);
  }
  const bound: ContainerPlan = {
    ...plan,
    host: `bound-${plan.host}`,
    environment: { ...plan.environment, [BIND_TO_PORT_VARIABLE]: String(BOUND_PORT) },
    ports: { [BOUND_PORT]: 0 },
  };
  return becomesHealthy('bind-to-port', subject, subject.bench, bound, `${BIND_TO_PORT_VARIABLE}=${BOUND_PORT}`);
}

/** As another user than root. */
export function serveRootless(subject: ServingSubject): Promise<ConformanceResult> {
  const plan = rootless(subject.plan);
  return becomesHealthy('serve-rootless', subject, subject.bench, plan, `as user ${plan.user ?? ''}`);
}

/** On a bench that has no way out. */
export function serveIsolated(subject: ServingSubject, bench: Workbench, plan: ContainerPlan) {
  return becomesHealthy('serve-isolated', subject, bench, { ...plan, ports: {} }, 'without a network');
}

/** `archive`: a model of a multi-model endpoint. */
export async function serveManyModels(
  subject: ServingSubject,
  archive: string | undefined,
): Promise<readonly ConformanceResult[]> {
  const { bench, labels, startupSeconds, signal } = subject;
  const ids = testsAbout('inference').filter((id) => id.startsWith('models-'));
  const all = (outcome: 'skipped' | 'failed', seen: readonly string[]) =>
    ids.map((id, index) =>
      index === 0 ? result(id, outcome, seen) : result(id, 'skipped', outcome === 'skipped' ? seen : ['It is not up.']),
    );
  if (labels[MULTI_MODELS_LABEL] !== CAPABILITY_VALUE) {
    return all('skipped', ['The image has no label that promises it.']);
  }
  const plan = multiModel(subject.plan, archive);
  const server = await startServer(bench, plan, signal);
  try {
    const health = await awaitHealth(bench, server, startupSeconds, signal);
    if (health.kind !== 'healthy' || server.at === undefined) {
      return all('failed', [`with an empty ${MODELS_DIR}`, ...healthLines(server, health)]);
    }
    const { payloads, limits } = subject;
    const asked = { at: server.at, alive: () => isAlive(bench, server), labels, payloads, ...limits, signal };
    return await multiModelTests(asked, archive !== undefined || modelMount(subject.plan) !== undefined);
  } finally {
    await server.container.remove();
  }
}

async function becomesHealthy(
  id: TestId,
  { startupSeconds, signal }: ServingSubject,
  bench: Workbench,
  plan: ContainerPlan,
  how: string,
): Promise<ConformanceResult> {
  let server: Server;
  try {
    server = await startServer(bench, plan, signal);
  } catch (error) {
    if (error instanceof UserError && id === 'serve-isolated' && !signal.aborted) {
      // Where the engine is in a virtual machine, a network without a way out has no way in.
      return result(id, 'skipped', [error.message]);
    }
    return startFailure(id, error, signal);
  }
  try {
    const health = await awaitHealth(bench, server, startupSeconds, signal);
    if (health.kind === 'healthy') return result(id, 'passed', [`${how}: healthy after ${health.ms} ms`]);
    const remedy = health.kind === 'ended' ? endRemedy(plan, health.end) : undefined;
    return result(id, 'failed', [how, ...healthLines(server, health)], { remedy });
  } finally {
    await server.container.remove();
  }
}

function healthLines({ plan }: Server, health: Health): readonly string[] {
  switch (health.kind) {
    case 'healthy':
      return [];
    case 'ended':
      return endEvidence(plan, health.end);
    case 'unhealthy':
      return [`${health.problem}, after ${Math.round(health.ms / 1000)} s`];
  }
}
