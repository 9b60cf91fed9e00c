import type {
  CreateEndpointCommandInput,
  DescribeEndpointCommandOutput,
  DesiredWeightAndCapacity,
} from '@aws-sdk/client-sagemaker';
import { validationException } from '../named-errors';
import { withoutSecrets } from '../plan/secrets';
import type { EndpointRequest } from '../requests/types';
import type { Answer } from '../sagemaker';
import type { Desk } from './desk';
import { describeEndpoint } from './endpoint-describe';
import { EndpointEnds } from './endpoint-ends';
import { EndpointFleets } from './endpoint-fleets';
import { EndpointInvoker } from './endpoint-invoker';
import { EndpointOrphans } from './endpoint-orphans';
import { EndpointRemoval } from './endpoint-removal';
import { EndpointRequests } from './endpoint-requests';
import type { EndpointState } from './endpoint-requests';
import { EndpointStarts } from './endpoint-starts';
import { EndpointTraffic } from './endpoint-traffic';
import { withWeights } from './endpoint-weights';
import { EndpointWork } from './endpoint-work';
import { MultiModel } from './multi-model';
import { openS3Store } from './open-s3-store';
import type { ReplacedFile } from './replace-files';
import { kept } from './sagemaker/kept';
import { newState } from './state';
import type { State } from './state';

const KIND = 'endpoint';

/** The endpoints of this machine: those that this process runs, and those of others as far as the state on disk goes. */
export class EndpointDesk {
  readonly requests: EndpointRequests;
  readonly invoker: EndpointInvoker;
  readonly fleets: EndpointFleets;
  readonly orphans: EndpointOrphans;
  private readonly work = new EndpointWork();
  private readonly starts: EndpointStarts;
  private readonly removal: EndpointRemoval;

  constructor(private readonly desk: Desk) {
    const traffic = new EndpointTraffic();
    this.requests = new EndpointRequests(desk);
    this.fleets = new EndpointFleets(desk, traffic);
    this.starts = new EndpointStarts(desk, this.fleets, traffic, new EndpointEnds(desk, this.fleets), this.work);
    this.removal = new EndpointRemoval(desk, this.fleets, this.work);
    this.orphans = new EndpointOrphans(desk, this.starts, this.removal);
    const models = new MultiModel(() => desk.engine(), openS3Store(desk.options));
    this.invoker = new EndpointInvoker(desk, traffic, models);
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
    this.work.begin(name, () => this.starts.bringUp({ state, request, plan, signal }));
    return state;
  }

  /** The new containers take over once they are healthy; when they don’t get so, the old ones stay. */
  async update(name: string, configName: string, signal: AbortSignal | undefined): Promise<State> {
    const state = await this.inService(name, 'it can’t be updated');
    const { plan, request } = await this.requests.planFor({ EndpointName: name, EndpointConfigName: configName });
    const updating = await this.updating(state);
    this.work.begin(name, () => this.starts.bringUp({ state: updating, request, plan, signal }));
    return updating;
  }

  /** Starts its containers anew, of the images as they are and with these files in place of theirs; until they serve. */
  async renew(name: string, files: readonly ReplacedFile[], signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const before = await this.inService(name, 'it can’t be updated');
    const { Endpoint } = (await kept<EndpointRequest>(this.desk, KIND, name)).request;
    const { plan, request } = await this.requests.planFor({ ...Endpoint, EndpointName: name });
    const state = await this.updating(before);
    await new Promise<void>((resolve, reject) => {
      const renewal = { files, onServing: resolve };
      const up = this.starts.bringUp({ state, request, plan, signal, renewal });
      up.catch(reject);
      this.work.begin(name, () => up);
    });
  }

  /** Changes the traffic at once; instances are counted by the next update. */
  async reweigh(name: string, desired: readonly DesiredWeightAndCapacity[]): Promise<State> {
    const { store } = this.desk;
    const state = await this.inService(name, 'its weights can’t be changed');
    const plan = await this.desk.plan(state);
    if (plan.serving !== undefined) {
      const serving = withWeights(plan.serving, desired);
      await store.writeFile(store.folder(KIND, name), 'plan.json', { ...plan, serving });
    }
    return state;
  }

  /** What DescribeEndpoint tells. */
  async describe(name: string): Promise<Answer<DescribeEndpointCommandOutput>> {
    const { state, request } = await kept<EndpointRequest>(this.desk, KIND, name);
    return describeEndpoint(state, request, await this.desk.plan(state));
  }

  /** By any process: SIGTERM, the grace, SIGKILL; then nothing is left of it. */
  remove(name: string): Promise<void> {
    return this.removal.remove(name);
  }

  /** Waits until this process is done with creating or updating it. */
  settled(name: string): Promise<void> {
    return this.work.settled(name);
  }

  /** Removes the endpoints that this process began; what it took over serves on. */
  async close(): Promise<void> {
    const names = new Set([...this.fleets.names(), ...this.work.names()]);
    const { store } = this.desk;
    const released = this.fleets.adopted().filter((name) => names.delete(name));
    await Promise.all(released.map((name) => this.fleets.release(name)));
    // Another process may have deleted some of them.
    const there = await Promise.all([...names].map((name) => store.find(KIND, name)));
    await Promise.all(there.flatMap((state) => (state === undefined ? [] : [this.remove(state.name)])));
    await this.removal.settled();
  }

  private async inService(name: string, otherwise: string): Promise<State> {
    const state = await this.desk.store.get(KIND, name);
    if (state.status === 'InService') return state;
    throw validationException(
      `The endpoint “${name}” is ${state.status}, so ${otherwise}.`,
      'Only an endpoint that is InService can be updated.',
    );
  }

  private async updating({ failureReason: _, ...state }: State): Promise<EndpointState> {
    const { store, options } = this.desk;
    const updating: EndpointState = { ...state, kind: KIND, status: 'Updating', owner: options.owner };
    await store.write(updating);
    return updating;
  }
}
