import { succeeded } from '../docker/exit-problem';
import type { HostEnd, RunningHost } from './hosts';

/** Longest time that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface Ending {
  readonly ends: readonly HostEnd[];
  /** Why the hosts were stopped; undefined: they ended by themselves. */
  readonly stopped: 'asked' | 'runtime' | 'failed-host' | undefined;
}

export interface EndRules {
  readonly stop: AbortSignal;
  /** The job is over at this time; undefined: never. */
  readonly deadline: Date | undefined;
  readonly graceSeconds: number;
  onStopping(why: 'asked' | 'runtime'): void;
}

/**
 * Waits for the end of all hosts. When one fails the others are stopped, as SageMaker does; and all are when somebody
 * asks for it or the time is over: SIGTERM, the grace, SIGKILL.
 */
export async function untilEnd(hosts: readonly RunningHost[], rules: EndRules): Promise<Ending> {
  let stopped: Ending['stopped'];
  const stopAll = (why: NonNullable<Ending['stopped']>): void => {
    if (stopped !== undefined) return;
    stopped = why;
    if (why !== 'failed-host') rules.onStopping(why);
    for (const { container } of hosts) container.stop(rules.graceSeconds).catch(() => undefined);
  };
  const asked = (): void => {
    stopAll('asked');
  };
  const cancelTimer = at(rules.deadline, () => {
    stopAll('runtime');
  });
  if (rules.stop.aborted) asked();
  else rules.stop.addEventListener('abort', asked, { once: true });
  try {
    const ends = await Promise.all(
      hosts.map(async ({ plan, container }): Promise<HostEnd> => {
        const end = await container.ended;
        if (!succeeded(end)) stopAll('failed-host');
        return { plan, id: container.id, end };
      }),
    );
    return { ends, stopped };
  } finally {
    rules.stop.removeEventListener('abort', asked);
    cancelTimer();
  }
}

/** The host whose failure ended the job: the earliest that did not succeed. Undefined: all succeeded. */
export function firstFailure(ends: readonly HostEnd[]): HostEnd | undefined {
  const failures = ends.filter(({ end }) => !succeeded(end));
  const time = ({ end }: HostEnd): number => end.finishedAt?.getTime() ?? Infinity;
  return failures.sort((a, b) => Number(a.end.stopped) - Number(b.end.stopped) || time(a) - time(b))[0];
}

function at(deadline: Date | undefined, act: () => void): () => void {
  if (deadline === undefined) return () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    const left = deadline.getTime() - Date.now();
    timer = setTimeout(left > LONGEST_TIMER_MS ? wait : act, Math.min(Math.max(0, left), LONGEST_TIMER_MS));
  };
  wait();
  return () => {
    clearTimeout(timer);
  };
}
