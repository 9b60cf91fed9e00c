import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  DescribeEndpointCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { RunPlan } from '../plan/types';
import type { EndpointRequest } from '../requests/types';
import type { Answer } from '../sagemaker';
import { endpointStatus } from './describe';
import type { Desk } from './desk';
import { endFleet, guard, logsOf, startFleet } from './endpoint-run';
import type { EndpointRun, Fleet } from './endpoint-run';
import { validationException } from '../named-errors';
import { askToStop, stopRequests } from './job';
import { reasonOf } from './reason';
import { Recorder } from './recorder';
import { hostState } from './serving';
import { isLive, newState } from './state';
import type { State, StoredKind } from './state';
import { clearJob, jobFilter } from './workbench';

const KIND = 'endpoint';
type EndpointState = State & { readonly kind: typeof KIND };

/** Models, endpoint configurations, and the endpoints that this process runs. */
export class EndpointDesk {
  private readonly fleets = new Map<string, Fleet>();
  private readonly work = new Map<string, Promise<void>>();

  constructor(private readonly desk: Desk) {}

  /** Keeps a model or an endpoint configuration. */
  async keep(kind: 'model' | 'endpoint-config', name: string, request: object): Promise<string> {
    const { store, options } = this.desk;
    const arn = await options.planner.arn(kind, name);
    await store.create(newState(kind, name, arn, 'InService', options.owner, new Date()), { 'request.json': request });
    return arn;
  }

  async forget(kind: 'model' | 'endpoint-config', name: string): Promise<void> {
    await this.desk.store.get(kind, name);
    await this.desk.store.remove(kind, name);
  }

  async create(endpoint: CreateEndpointCommandInput, signal: AbortSignal | undefined): Promise<State> {
    signal?.throwIfAborted();
    const { store, options } = this.desk;
    const name = endpoint.EndpointName ?? '';
    const { plan, request } = await this.planFor(endpoint);
    const arn = await options.planner.arn(KIND, name);
    const state: EndpointState = {
      ...newState(KIND, name, arn, 'Creating', options.owner, new Date()),
      kind: KIND,
    };
    await store.create(state, { 'request.json': request, 'plan.json': plan });
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
    const { plan, request } = await this.planFor({ EndpointName: name, EndpointConfigName: configName });
    const { failureReason: _, ...rest } = state;
    const updating: EndpointState = { ...rest, kind: KIND, status: 'Updating', owner: options.owner };
    await store.write(updating);
    this.begin(name, () => this.bringUp(updating, request, plan, signal));
    return updating;
  }

  private async planFor(endpoint: CreateEndpointCommandInput): Promise<{ plan: RunPlan; request: EndpointRequest }> {
    const config = await this.requestOf<CreateEndpointConfigCommandInput>(
      'endpoint-config',
      endpoint.EndpointConfigName,
    );
    const names = (config.ProductionVariants ?? []).map((variant) => variant.ModelName ?? '');
    const models: CreateModelCommandInput[] = [];
    for (const name of new Set(names)) models.push(await this.requestOf<CreateModelCommandInput>('model', name));
    const [first] = models;
    if (first === undefined) {
      throw validationException('The endpoint configuration has no variant.', 'Add one to ProductionVariants.');
    }
    const request = { Model: first, Models: models, EndpointConfig: config, Endpoint: endpoint };
    const plan = await this.desk.options.planner.endpoint(request);
    await this.desk.refuseIfNeeded(plan, request);
    return { plan, request };
  }

  async requestOf<T>(kind: StoredKind, name: string | undefined): Promise<T> {
    await this.desk.store.get(kind, name ?? '');
    return (await this.desk.store.read(kind, name ?? '', 'request.json')) as T;
  }

  private begin(name: string, act: () => Promise<void>): void {
    const done = act()
      .catch(() => undefined)
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
      await store.writeFile(folder, 'plan.json', plan);
      await this.hoist(fleet);
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

  /** From now on this fleet answers; the one before is ended. */
  private async hoist(fleet: Fleet): Promise<void> {
    const { recorder } = fleet.run;
    const { name } = recorder.state;
    const before = this.fleets.get(name);
    const old = recorder.state.hosts;
    this.fleets.set(name, fleet);
    await recorder.update((state) => ({ ...state, status: 'InService', hosts: fleet.states }));
    guard(fleet, (reason) => void this.died(fleet, reason));
    if (before !== undefined) await endFleet(before);
    else
      await this.stopAll(
        old.map(({ container }) => container),
        fleet.run.graceSeconds,
      );
  }

  private async stopAll(containers: readonly string[], graceSeconds: number): Promise<void> {
    if (containers.length === 0) return;
    const engine = await this.desk.engine();
    await Promise.all(containers.map((id) => engine.containers.stop(id, graceSeconds)));
    await Promise.all(containers.map((id) => engine.containers.remove(id)));
  }

  private async died(fleet: Fleet, failureReason: string): Promise<void> {
    const { recorder, bench } = fleet.run;
    const { name } = recorder.state;
    if (this.fleets.get(name) !== fleet) return;
    this.fleets.delete(name);
    const now = await this.desk.store.find(KIND, name);
    if (now === undefined || now.status === 'Deleting') {
      // Another process deletes it, and removes the containers.
      await fleet.logs.close();
      return;
    }
    await bench.clear();
    await fleet.logs.close();
    await recorder.update((state) => ({ ...state, status: 'Failed', failureReason, hosts: [] }));
  }

  async describe(name: string): Promise<Answer<DescribeEndpointCommandOutput>> {
    const state = await this.desk.store.get(KIND, name);
    const request = await this.requestOf<EndpointRequest>(KIND, name);
    const plan = await this.desk.plan(state);
    const { AsyncInferenceConfig } = request.EndpointConfig;
    return {
      EndpointName: state.name,
      EndpointArn: state.arn,
      EndpointConfigName: request.Endpoint.EndpointConfigName,
      ProductionVariants: (plan.serving?.variants ?? []).map((variant) => ({
        VariantName: variant.name,
        CurrentWeight: variant.weight,
        DesiredWeight: variant.weight,
        CurrentInstanceCount: 1,
        DesiredInstanceCount: 1,
        DeployedImages: plan.containers
          .filter(({ host }) => variant.containers.includes(host))
          .map(({ image }) => ({ SpecifiedImage: image })),
      })),
      EndpointStatus: endpointStatus(state),
      ...(state.failureReason === undefined ? {} : { FailureReason: state.failureReason }),
      CreationTime: new Date(state.created),
      LastModifiedTime: new Date(state.modified),
      ...(AsyncInferenceConfig === undefined ? {} : { AsyncInferenceConfig }),
    };
  }

  /** By any process: SIGTERM, the grace, SIGKILL; then nothing is left of it. */
  async remove(name: string): Promise<void> {
    const { store } = this.desk;
    const state = await store.get(KIND, name);
    await store.write({ ...state, status: 'Deleting', modified: new Date().toISOString() });
    await askToStop(store.folder(KIND, name));
    await this.work.get(name);
    if (isLive(state)) {
      const engine = await this.desk.engine();
      const grace = this.desk.graceSeconds(await this.desk.plan(state));
      const containers = await engine.containers.list(jobFilter(this.desk.options.storage, KIND, name));
      await Promise.all(containers.map(({ id }) => engine.containers.stop(id, grace)));
      await clearJob(engine, this.desk.options.storage, KIND, name);
    }
    const fleet = this.fleets.get(name);
    this.fleets.delete(name);
    await fleet?.logs.close();
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
    const recorder = new Recorder(store, mine);
    const engine = await this.desk.engine();
    const plan = await this.desk.plan(state);
    const left = state.status === 'InService' ? await this.desk.leftHosts(state, plan) : undefined;
    if (left === undefined) {
      await clearJob(engine, this.desk.options.storage, KIND, state.name);
      const failureReason =
        'InternalServerError: The process that ran this endpoint ended, and its containers are gone.';
      await recorder.update((before) => ({ ...before, status: 'Failed', failureReason, hosts: [] }));
      return;
    }
    const bench = await this.desk.bench(KIND, plan);
    bench.adopt();
    const folder = store.folder(KIND, state.name);
    const run: EndpointRun = { plan, folder, recorder, bench, graceSeconds: this.desk.graceSeconds(plan) };
    const logs = logsOf(run);
    const hosts = await left(logs);
    const states = await Promise.all(hosts.map((host) => hostState(engine, host)));
    const fleet: Fleet = { run, hosts, states, logs };
    this.fleets.set(state.name, fleet);
    await recorder.update((before) => ({ ...before, hosts: states }));
    guard(fleet, (reason) => void this.died(fleet, reason));
  }

  /** Waits until this process is done with creating or updating it. */
  async settled(name: string): Promise<void> {
    await this.work.get(name);
  }

  /** Removes the endpoints that this process runs. */
  async close(): Promise<void> {
    const names = new Set([...this.fleets.keys(), ...this.work.keys()]);
    const { store } = this.desk;
    // Another process may have deleted some of them.
    const there = await Promise.all([...names].map((name) => store.find(KIND, name)));
    await Promise.all(there.flatMap((state) => (state === undefined ? [] : [this.remove(state.name)])));
  }
}
