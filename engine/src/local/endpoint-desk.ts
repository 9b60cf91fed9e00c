import type {
  CreateEndpointCommandInput,
  DescribeEndpointCommandOutput,
  DesiredWeightAndCapacity,
} from '@aws-sdk/client-sagemaker';
import { validationException } from '../named-errors';
import { withoutSecrets } from '../plan/secrets';
import type { RunPlan } from '../plan/types';
import type { EndpointRequest } from '../requests/types';
import type { Answer } from '../sagemaker';
import { queueFolder } from './async-files';
import { failLeft } from './async-queue';
import type { Desk } from './desk';
import { describeEndpoint } from './endpoint-describe';
import { DELETED, EndpointEnds } from './endpoint-ends';
import { EndpointFleets } from './endpoint-fleets';
import { EndpointInvoker } from './endpoint-invoker';
import { EndpointRequests } from './endpoint-requests';
import type { EndpointState } from './endpoint-requests';
import { endFleet, startFleet } from './endpoint-run';
import type { EndpointRun, Fleet } from './endpoint-run';
import { takeOverFleet } from './endpoint-takeover';
import { EndpointTraffic } from './endpoint-traffic';
import { withWeights } from './endpoint-weights';
import { clearJob, jobFilter } from './job-things';
import { MultiModel } from './multi-model';
import { openS3Store } from './open-s3-store';
import { reasonOf } from './reason';
import { Recorder } from './recorder';
import { isLive, newState } from './state';
import type { State } from './state';
import { askToStop, stopRequests } from './stop-requests';

const KIND = 'endpoint';

/** The endpoints of this machine: those that this process runs, and those of others as far as the state on disk goes. */
export class EndpointDesk {
  readonly requests: EndpointRequests;
  readonly invoker: EndpointInvoker;
  readonly fleets: EndpointFleets;
  private readonly traffic = new EndpointTraffic();
  private readonly ends: EndpointEnds;
  private readonly work = new Map<string, Promise<void>>();
  /** Those of processes that died, which this one looks after for as long as it lives. */
  private readonly adopted = new Set<string>();

  constructor(private readonly desk: Desk) {
    this.requests = new EndpointRequests(desk);
    this.fleets = new EndpointFleets(desk, this.traffic);
    this.ends = new EndpointEnds(desk, this.fleets);
    const models = new MultiModel(() => desk.engine(), openS3Store(desk.options));
    this.invoker = new EndpointInvoker(desk, this.traffic, models);
  }

  /** Accepts it and begins; the answer does not wait until it serves. The signal stops that. */
  async create(endpoint: CreateEndpointCommandInput, signal: AbortSignal | undefined): Promise<State> {
    signal?.throwIfAborted();
    const { store, options } = this.desk;
    const name = endpoint.EndpointName ?? '';
    const { plan, request } = await this.requests.planFor(endpoint);
    const arn = await options.planner.arn(KIND, name);
    const state: EndpointState = {
      ...newState(KIND, name, arn, 'Creating', options.owner, new Date()),
      kind: KIND,
    };
    await store.create(state, { 'request.json': request, 'plan.json': withoutSecrets(plan) });
    this.begin(name, () => this.bringUp(state, request, plan, signal));
    return state;
  }

  /** The new containers take over once they are healthy; when they don’t get so, the old ones stay. */
  async update(name: string, configName: string, signal: AbortSignal | undefined): Promise<State> {
    const { store, options } = this.desk;
    const state = await store.get(KIND, name);
    if (state.status !== 'InService') {
      throw validationException(
        `The endpoint “${name}” is ${state.status}, so it can’t be updated.`,
        'Only an endpoint that is InService can be updated.',
      );
    }
    const { plan, request } = await this.requests.planFor({ EndpointName: name, EndpointConfigName: configName });
    const { failureReason: _, ...rest } = state;
    const updating: EndpointState = { ...rest, kind: KIND, status: 'Updating', owner: options.owner };
    await store.write(updating);
    this.begin(name, () => this.bringUp(updating, request, plan, signal));
    return updating;
  }

  /** Changes the traffic at once; instances are counted by the next update. */
  async reweigh(name: string, desired: readonly DesiredWeightAndCapacity[]): Promise<State> {
    const { store } = this.desk;
    const state = await store.get(KIND, name);
    const plan = await this.desk.plan(state);
    if (state.status !== 'InService' || plan.serving === undefined) {
      throw validationException(
        `The endpoint “${name}” is ${state.status}, so its weights can’t be changed.`,
        'Only an endpoint that is InService can be updated.',
      );
    }
    await store.writeFile(store.folder(KIND, name), 'plan.json', {
      ...plan,
      serving: withWeights(plan.serving, desired),
    });
    return state;
  }

  private begin(name: string, act: () => Promise<void>): void {
    const before = this.work.get(name);
    const done = act()
      .catch(() => undefined)
      .then(() => before)
      .finally(() => {
        if (this.work.get(name) === done) this.work.delete(name);
      });
    this.work.set(name, done);
  }

  private async bringUp(
    state: EndpointState,
    request: EndpointRequest,
    plan: RunPlan,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { store } = this.desk;
    const folder = store.folder(KIND, state.name);
    const recorder = new Recorder(store, state);
    const requests = stopRequests(folder, signal);
    try {
      const bench = await this.desk.bench(KIND, plan);
      const run: EndpointRun = { plan, folder, recorder, bench, graceSeconds: this.desk.graceSeconds(plan) };
      const fleet = await startFleet(run, requests.stop);
      if ((await store.find(KIND, state.name))?.status !== state.status) {
        await endFleet(fleet);
        return;
      }
      await store.writeFile(folder, 'request.json', request);
      await store.writeFile(folder, 'plan.json', withoutSecrets(plan));
      await this.hoist(fleet, requests.stop);
    } catch (error) {
      // What served before an update still does.
      const status = state.hosts.length > 0 ? 'InService' : 'Failed';
      const failureReason = requests.stop.aborted ? 'The creation was stopped.' : reasonOf(error);
      if ((await store.find(KIND, state.name))?.status === 'Deleting') return;
      await recorder.update((before) => ({ ...before, status, failureReason }));
    } finally {
      requests.end();
    }
  }

  /** From now on this fleet answers; the one before is ended once it has answered what it was asked. */
  private async hoist(fleet: Fleet, stop: AbortSignal): Promise<void> {
    const { recorder, plan, graceSeconds } = fleet.run;
    const { name, hosts: old } = recorder.state;
    const before = this.fleets.put(name, fleet);
    this.adopted.delete(name);
    await recorder.update(({ failureReason: _, ...state }) => ({ ...state, status: 'InService', hosts: fleet.states }));
    this.lookAfter(name, fleet);
    await this.fleets.tend(name, fleet);
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
        this.begin(name, () => this.ends.died(fleet, reason));
      },
      vanished: () => {
        this.begin(name, () => this.ends.vanished(fleet));
      },
    });
  }

  /** What DescribeEndpoint tells. */
  async describe(name: string): Promise<Answer<DescribeEndpointCommandOutput>> {
    const state = await this.desk.store.get(KIND, name);
    const request = await this.requests.of<EndpointRequest>(KIND, name);
    return describeEndpoint(state, request, await this.desk.plan(state));
  }

  /** By any process: SIGTERM, the grace, SIGKILL; then nothing is left of it. */
  async remove(name: string): Promise<void> {
    const { store } = this.desk;
    const state = await store.get(KIND, name);
    await store.write({ ...state, status: 'Deleting', modified: new Date().toISOString() });
    await askToStop(store.folder(KIND, name));
    await this.work.get(name);
    this.adopted.delete(name);
    const fleet = await this.fleets.drop(name, DELETED);
    if (isLive(state)) {
      const engine = await this.desk.engine();
      const plan = await this.desk.planIfWhole(state);
      const grace = plan === undefined ? 0 : this.desk.graceSeconds(plan);
      const containers = await engine.containers.list(jobFilter(this.desk.options.storage, KIND, name));
      await Promise.all(containers.map(({ id }) => engine.containers.stop(id, grace)));
      await clearJob(engine, this.desk.options.storage, KIND, name);
    }
    await fleet?.logs.close();
    await failLeft(queueFolder(store.folder(KIND, name)), 'all', DELETED);
    await store.remove(KIND, name);
  }

  /** Takes up an endpoint whose process died: it serves on when its containers do. */
  async takeOverIfDead(state: EndpointState): Promise<void> {
    const { store, options } = this.desk;
    if (!isLive(state) || !(await this.desk.isDead(state.owner)) || !(await store.claim(state))) return;
    const mine: EndpointState = { ...state, owner: options.owner, takeover: state.takeover + 1 };
    await store.write(mine);
    if (state.status === 'Deleting') {
      await this.remove(state.name);
      return;
    }
    const fleet = await takeOverFleet(this.desk, mine);
    if (fleet === undefined) return;
    this.fleets.put(state.name, fleet);
    this.adopted.add(state.name);
    this.lookAfter(state.name, fleet);
    await this.fleets.tend(state.name, fleet);
  }

  /** One whose process died has failed when its containers are gone too; else it is left to who takes it up. */
  async failIfLost(state: EndpointState): Promise<void> {
    const plan = await this.desk.planIfWhole(state);
    const left = state.status === 'InService' && (await this.desk.leftHosts(state, plan)) !== undefined;
    if (!left) await this.takeOverIfDead(state);
  }

  /** Waits until this process is done with creating or updating it. */
  async settled(name: string): Promise<void> {
    await this.work.get(name);
  }

  /** Removes the endpoints that this process began; what it took over serves on. */
  async close(): Promise<void> {
    const names = new Set([...this.fleets.names(), ...this.work.keys()]);
    const { store } = this.desk;
    const released = [...this.adopted].filter((name) => names.delete(name));
    await Promise.all(released.map((name) => this.fleets.release(name)));
    // Another process may have deleted some of them.
    const there = await Promise.all([...names].map((name) => store.find(KIND, name)));
    await Promise.all(there.flatMap((state) => (state === undefined ? [] : [this.remove(state.name)])));
  }
}
