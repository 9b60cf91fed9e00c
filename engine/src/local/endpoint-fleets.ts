import type { AsyncInvocation, AsyncInvocationAnswer } from '../sagemaker';
import { answerAsync } from './async-answer';
import { answersFolder, enqueue, queueFolder } from './async-files';
import { AsyncQueue } from './async-queue';
import { queuedInvocation } from './async-request';
import type { Desk } from './desk';
import { watchHealth } from './endpoint-health';
import { guard } from './endpoint-run';
import type { Fleet } from './endpoint-run';
import type { EndpointTraffic } from './endpoint-traffic';
import { answering } from './invoke-check';
import { untilGone } from './until-gone';

const KIND = 'endpoint';

/** Told once, of what nobody here did. */
export interface FleetListener {
  /** A container ended. */
  readonly died: (reason: string) => void;
  /** The endpoint is gone from the disk. */
  readonly vanished: () => void;
}

/** The containers that serve in this process, and what goes on beside them: health checks, the asynchronous queue. */
export class EndpointFleets {
  private readonly fleets = new Map<string, { readonly fleet: Fleet; readonly over: AbortController }>();
  private readonly queues = new Map<string, AsyncQueue>();
  /** Those of processes that died, which this one looks after for as long as it lives. */
  private readonly fromOthers = new Set<string>();

  constructor(
    private readonly desk: Desk,
    private readonly traffic: EndpointTraffic,
  ) {}

  /** Of the endpoints whose containers this process looks after. */
  names(): readonly string[] {
    return [...this.fleets.keys()];
  }

  /** Whether it is still this fleet that answers. */
  has(name: string, fleet: Fleet): boolean {
    return this.fleets.get(name)?.fleet === fleet;
  }

  /** From now on this fleet answers; the one before, which is given back, is no longer looked after. */
  put(name: string, fleet: Fleet): Fleet | undefined {
    const before = this.fleets.get(name);
    before?.over.abort();
    this.fleets.set(name, { fleet, over: new AbortController() });
    this.fromOthers.delete(name);
    return before?.fleet;
  }

  /** The same for one of a process that died. */
  adopt(name: string, fleet: Fleet): void {
    this.put(name, fleet);
    this.fromOthers.add(name);
  }

  /** It is this process's own from now on. */
  own(name: string): void {
    this.fromOthers.delete(name);
  }

  /** Endpoints of processes that died. */
  adopted(): readonly string[] {
    return [...this.fromOthers];
  }

  /** Looks after a fleet whose containers are in the state. */
  watch(name: string, fleet: Fleet, { died, vanished }: FleetListener): void {
    guard(fleet, died);
    const { recorder, folder } = fleet.run;
    const signal = this.fleets.get(name)?.over.signal;
    if (signal === undefined) return;
    void untilGone(folder, signal).then((gone) => {
      if (gone) vanished();
    });
    const onHealth = (problem: string | undefined): void => {
      if (!this.has(name, fleet) || recorder.state.status !== 'InService') return;
      recorder.note(problem ?? 'All containers pass the health check again.');
      void recorder.update(({ failureReason: _, ...state }) => ({
        ...state,
        ...(problem === undefined ? {} : { failureReason: problem }),
      }));
    };
    // A server that stands at a breakpoint answers no ping, and is well.
    if (fleet.run.plan.serving?.listeningSeconds === undefined) watchHealth(fleet, onHealth, signal);
  }

  /** Begins or ends to take asynchronous invocations, as the fleet that answers now wants it. */
  async tend(name: string, fleet: Fleet): Promise<void> {
    const { plan, folder, recorder } = fleet.run;
    if (plan.serving?.asynchronous !== true) {
      await this.endQueue(name, 'The endpoint was updated, and is no longer asynchronous.');
      return;
    }
    if (this.queues.has(name)) return;
    const current = (): Fleet => this.fleets.get(name)?.fleet ?? fleet;
    const queue = new AsyncQueue(queueFolder(folder), {
      answer: async (invocation, signal) => {
        const { run, states } = current();
        // Weights may have changed since it was started.
        const { serving } = await this.desk.plan(run.recorder.state);
        if (serving === undefined) throw new Error('The endpoint does not serve.');
        const target = { serving, hosts: states, reach: run.bench.reach };
        return answerAsync(invocation, target, this.traffic, signal);
      },
      concurrency: () => current().run.plan.serving?.asynchronousConcurrency ?? 1,
      onNote: (note) => {
        recorder.note(note);
      },
    });
    this.queues.set(name, queue);
  }

  /** Puts an invocation into the queue of an endpoint, whichever process runs it. */
  async invokeAsync(
    name: string,
    invocation: AsyncInvocation,
    signal: AbortSignal | undefined,
  ): Promise<AsyncInvocationAnswer> {
    signal?.throwIfAborted();
    const state = await this.desk.store.get(KIND, name);
    const serving = answering(state, await this.desk.plan(state));
    const folder = this.desk.store.folder(KIND, name);
    const now = new Date();
    const queued = queuedInvocation(invocation, serving, answersFolder(folder), now);
    signal?.throwIfAborted();
    await enqueue(queueFolder(folder), queued, now);
    return { inferenceId: queued.inferenceId, outputLocation: queued.output, failureLocation: queued.failure };
  }

  /** Nothing goes on any more; what is under way asynchronously fails with the reason. */
  async drop(name: string, reason: string): Promise<Fleet | undefined> {
    const before = this.fleets.get(name);
    before?.over.abort();
    this.fleets.delete(name);
    await this.endQueue(name, reason);
    return before?.fleet;
  }

  /** Follows its containers no longer and lets them serve on, for the next process. */
  async release(name: string): Promise<void> {
    const fleet = await this.drop(name, 'The process that looked after this endpoint ended.');
    for (const { container } of fleet?.hosts ?? []) container.release();
    await fleet?.logs.close();
  }

  private async endQueue(name: string, reason: string): Promise<void> {
    const queue = this.queues.get(name);
    this.queues.delete(name);
    await queue?.end(reason);
  }
}
