import { setTimeout as sleep } from 'node:timers/promises';
import { MODEL_DIR } from '../../../contract/opt-ml';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan, RunPlan } from '../plan/types';
import { result } from './catalogue';
import type { TestId } from './catalogue';
import { onOwnBench } from './bench-for';
import { filesIn } from './files-in';
import { runHosts, startQuietly } from './run-hosts';
import type { JobEnd } from './run-hosts';
import { stopEvidence } from './stop-evidence';
import type { ConformanceOptions, ConformanceResult } from './types';
import { onHosts, piped } from './variants';

export interface MoreTraining {
  readonly options: ConformanceOptions;
  readonly plan: RunPlan;
  /** Of one host. */
  readonly train: ContainerPlan;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

const FEW_HOSTS = 2;
/** So long a training works before it is stopped. */
const BEFORE_STOP_MS = 3_000;

/** As many hosts as the request has, two at least. */
export function trainOnHosts(more: MoreTraining): Promise<ConformanceResult> {
  const { options, plan, train, seconds, signal } = more;
  const hosts = onHosts(train, Math.max(FEW_HOSTS, plan.containers.length));
  // A lone host has no network of its own; two find each other on one.
  const network = plan.network ?? { label: plan.name, internal: false };
  return onOwnBench(options, plan, { network }, signal, async (bench) => {
    const end = await runHosts(bench, hosts, seconds, signal);
    const clash = end.kind === 'completed' ? await sameNames(bench, end, signal) : [];
    return ended('train-two-hosts', end, clash);
  });
}

/** On SageMaker the models of all hosts go to one place. That is usual (each writes the same), so it is only told. */
async function sameNames(
  bench: Workbench,
  { hosts }: Extract<JobEnd, { kind: 'completed' }>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const files = await Promise.all(hosts.map((it) => filesIn(bench.engine, it.container.id, MODEL_DIR, signal)));
  const [first = [], ...others] = files;
  const same = first.find((name) => others.some((names) => names.includes(name)));
  return same === undefined ? [] : [`More than one host wrote ${same}: on SageMaker one of them is kept.`];
}

/** On a bench that has no way out. */
export async function trainIsolated(more: MoreTraining, bench: Workbench): Promise<ConformanceResult> {
  return ended('train-isolated', await runHosts(bench, onHosts(more.train, 1), more.seconds, more.signal));
}

export async function trainFromPipes(more: MoreTraining): Promise<ConformanceResult> {
  const { options, plan, train, seconds, signal } = more;
  const [host = train] = onHosts(train, 1);
  const changed = piped(host);
  if (changed === undefined) return result('train-pipe', 'skipped', ['It has no channel with files of this machine.']);
  return onOwnBench(options, plan, {}, signal, async (bench) =>
    ended('train-pipe', await runHosts(bench, [changed], seconds, signal)),
  );
}

export function stopTraining({ options, plan, train, signal }: MoreTraining): Promise<ConformanceResult> {
  const [host = train] = onHosts(train, 1);
  return onOwnBench(options, plan, {}, signal, async (bench) => {
    const container = await startQuietly(bench, host, signal);
    if ((await Promise.race([container.ended, sleep(BEFORE_STOP_MS, undefined, { signal })])) !== undefined) {
      return result('train-stops', 'skipped', ['It was over before it could be stopped: give it more to do.']);
    }
    const { killed, seen } = await stopEvidence(container, plan.stopGraceSeconds);
    return result('train-stops', killed ? 'failed' : 'passed', [seen]);
  });
}

function ended(id: TestId, end: JobEnd, more: readonly string[] = []): ConformanceResult {
  return end.kind === 'completed'
    ? result(id, 'passed', [...end.evidence, ...more])
    : result(id, 'failed', end.evidence, { remedy: end.remedy });
}
