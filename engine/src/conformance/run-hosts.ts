import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerEnd } from '../docker/exit-problem';
import type { StartedContainer } from '../docker/run';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan } from '../plan/types';
import { UserError } from '../user-error';
import { endEvidence, endRemedy } from './end-evidence';
import type { StartedHost } from './types';

export type JobEnd =
  | { readonly kind: 'completed'; readonly evidence: readonly string[]; readonly hosts: readonly StartedHost[] }
  | { readonly kind: 'failed'; readonly evidence: readonly string[]; readonly remedy: string | undefined };

export function startQuietly(bench: Workbench, plan: ContainerPlan, signal: AbortSignal): Promise<StartedContainer> {
  const quiet = { ready: () => Promise.resolve(), onLine: () => undefined, onNote: () => undefined };
  return bench.start(plan, quiet, signal);
}

/** Runs the hosts of a job to the end. As on SageMaker, the first that fails fails the job. */
export async function runHosts(
  bench: Workbench,
  plans: readonly ContainerPlan[],
  seconds: number,
  signal: AbortSignal,
): Promise<JobEnd> {
  const starts = await Promise.allSettled(
    plans.map(async (plan) => ({ plan, container: await startQuietly(bench, plan, signal) })),
  );
  signal.throwIfAborted();
  const refused = starts.find((it) => it.status === 'rejected');
  if (refused !== undefined) {
    if (!(refused.reason instanceof UserError)) throw refused.reason;
    return { kind: 'failed', evidence: [refused.reason.message], remedy: refused.reason.remedy };
  }
  const hosts = starts.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  return untilEnd(hosts, seconds, signal);
}

async function untilEnd(hosts: readonly StartedHost[], seconds: number, signal: AbortSignal): Promise<JobEnd> {
  const over = new AbortController();
  const late = sleep(seconds * 1000, 'late' as const, { signal: AbortSignal.any([signal, over.signal]) });
  late.catch(() => undefined);
  const running = new Map(hosts.map((host) => [host, host.container.ended.then((end) => ({ host, end }))]));
  const evidence: string[] = [];
  try {
    while (running.size > 0) {
      const next = await Promise.race([late, ...running.values()]);
      if (next === 'late') {
        const names = [...running.keys()].map(({ plan }) => plan.host).join(' and ');
        const seen = `${names} still ${running.size === 1 ? 'runs' : 'run'} after ${seconds} s.`;
        return { kind: 'failed', evidence: [...evidence, seen], remedy: undefined };
      }
      running.delete(next.host);
      if (next.end.exitCode !== 0) return failed(next.host, next.end, evidence);
      evidence.push(`${next.host.plan.host}: exit code 0`);
    }
  } finally {
    over.abort();
  }
  return { kind: 'completed', evidence: evidence.sort(), hosts };
}

function failed({ plan }: StartedHost, end: ContainerEnd, before: readonly string[]): JobEnd {
  const [what = '', ...lines] = endEvidence(plan, end);
  return { kind: 'failed', evidence: [...before, `${plan.host}: ${what}`, ...lines], remedy: endRemedy(plan, end) };
}
