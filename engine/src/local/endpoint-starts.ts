import { isNamed, validationException } from '../named-errors';
import { withoutSecrets } from '../plan/secrets';
import type { RunPlan } from '../plan/types';
import type { EndpointRequest } from '../requests/types';
import type { Desk } from './desk';
import type { EndpointEnds } from './endpoint-ends';
import type { EndpointFleets } from './endpoint-fleets';
import type { EndpointState } from './endpoint-requests';
import { endFleet, startFleet } from './endpoint-run';
import type { EndpointRun, Fleet } from './endpoint-run';
import type { EndpointTraffic } from './endpoint-traffic';
import type { EndpointWork } from './endpoint-work';
import { reasonOf } from './reason';
import { Recorder } from './recorder';
import { NEEDS_BUILD } from './replace-files';
import type { ReplacedFile } from './replace-files';
import type { State } from './state';
import { stopRequests } from './stop-requests';

const KIND = 'endpoint';

/** An endpoint that is going to serve. */
export interface Start {
  readonly state: EndpointState;
  readonly request: EndpointRequest;
  readonly plan: RunPlan;
  /** Stops it until it serves. */
  readonly signal: AbortSignal | undefined;
  /** Of containers that are started anew. */
  readonly renewal?: Renewal;
}

export interface Renewal {
  /** In place of those that the images have. */
  readonly files: readonly ReplacedFile[];
  /** The new containers answer. */
  readonly onServing: () => void;
}

/** How containers come to answer for an endpoint: by its creation, an update, or after those of a process that died. */
export class EndpointStarts {
  constructor(
    private readonly desk: Desk,
    private readonly fleets: EndpointFleets,
    private readonly traffic: EndpointTraffic,
    private readonly ends: EndpointEnds,
    private readonly work: EndpointWork,
  ) {}

  /**
   * Starts containers and lets them take over once all are healthy. When they don’t get so, it rejects after that has been
   * written down, and those of before stay.
   */
  async bringUp(start: Start): Promise<void> {
    const { state, request, plan, signal, renewal } = start;
    const { store } = this.desk;
    const folder = store.folder(KIND, state.name);
    const recorder = new Recorder(store, state);
    const requests = stopRequests(folder);
    const stop = signal === undefined ? requests.stop : AbortSignal.any([signal, requests.stop]);
    try {
      const bench = await this.desk.bench(KIND, plan);
      if (renewal !== undefined) bench.renew(renewal.files);
      const run: EndpointRun = { plan, folder, recorder, bench, graceSeconds: this.desk.graceSeconds(plan) };
      const fleet = await startFleet(run, stop);
      if ((await store.find(KIND, state.name))?.status !== state.status) {
        await endFleet(fleet);
        throw goneMeanwhile(state.name);
      }
      await store.writeFile(folder, 'request.json', request);
      await store.writeFile(folder, 'plan.json', withoutSecrets(plan));
      await this.hoist(fleet, requests.stop, renewal?.onServing);
    } catch (error) {
      const now = await store.find(KIND, state.name);
      if (now?.status !== state.status) throw goneMeanwhile(state.name);
      await recorder.update((before) => ended(before, start, stop.aborted, error));
      throw error;
    } finally {
      requests.end();
    }
  }

  /** Containers that a process left which died: they answer on, looked after by this one for as long as it lives. */
  async adopt(name: string, fleet: Fleet): Promise<void> {
    this.fleets.adopt(name, fleet);
    this.lookAfter(name, fleet);
    await this.fleets.tend(name, fleet);
  }

  /** From now on this fleet answers; the one before is ended once it has answered what it was asked. */
  private async hoist(fleet: Fleet, stop: AbortSignal, onServing?: () => void): Promise<void> {
    const { recorder, plan, graceSeconds } = fleet.run;
    const { name, hosts: old } = recorder.state;
    const before = this.fleets.put(name, fleet);
    await recorder.update(({ failureReason: _, ...state }) => ({ ...state, status: 'InService', hosts: fleet.states }));
    this.lookAfter(name, fleet);
    await this.fleets.tend(name, fleet);
    onServing?.();
    const containers = old.map(({ container }) => container);
    const { serving } = before?.run.plan ?? plan;
    await this.traffic.quiet(containers, (serving?.invocationSeconds ?? 0) * 1000, stop);
    if (before !== undefined) await endFleet(before);
    else await this.stopAll(containers, graceSeconds);
  }

  private async stopAll(containers: readonly string[], graceSeconds: number): Promise<void> {
    if (containers.length === 0) return;
    const engine = await this.desk.engine();
    await Promise.all(containers.map((id) => engine.containers.stop(id, graceSeconds)));
    await Promise.all(containers.map((id) => engine.containers.remove(id)));
  }

  private lookAfter(name: string, fleet: Fleet): void {
    this.fleets.watch(name, fleet, {
      died: (reason) => {
        this.work.begin(name, () => this.ends.died(fleet, reason));
      },
      vanished: () => {
        this.work.begin(name, () => this.ends.vanished(fleet));
      },
    });
  }
}

/** The state after containers did not get healthy. What served before an update still does. */
function ended(state: State, { renewal }: Start, stopped: boolean, error: unknown): State {
  const status = state.hosts.length > 0 ? 'InService' : 'Failed';
  // Whoever renews it knows, and goes about it in another way.
  if (renewal !== undefined && (stopped || isNamed(error, NEEDS_BUILD))) return { ...state, status };
  return { ...state, status, failureReason: stopped ? 'The creation was stopped.' : reasonOf(error) };
}

function goneMeanwhile(name: string): Error {
  return validationException(
    `The endpoint “${name}” was deleted or updated meanwhile.`,
    'Look at the list for the endpoints there are.',
  );
}
