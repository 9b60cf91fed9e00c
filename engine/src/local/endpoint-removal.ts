import { queueFolder } from './async-files';
import { failLeft } from './async-queue';
import type { Desk } from './desk';
import { DELETED } from './endpoint-ends';
import type { EndpointFleets } from './endpoint-fleets';
import type { EndpointWork } from './endpoint-work';
import { clearJob, jobFilter } from './job-things';
import { isLive } from './state';
import type { State } from './state';
import { askToStop } from './stop-requests';

const KIND = 'endpoint';

/** DeleteEndpoint: SIGTERM, the grace, SIGKILL; then nothing is left of it. */
export class EndpointRemoval {
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly desk: Desk,
    private readonly fleets: EndpointFleets,
    private readonly work: EndpointWork,
  ) {}

  /** By any process. */
  async remove(name: string): Promise<void> {
    const state = await this.desk.store.get(KIND, name);
    const done = this.end(state).finally(() => this.underWay.delete(done));
    this.underWay.add(done);
    await done;
  }

  /** Waits for those that have begun. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async end(state: State): Promise<void> {
    const { store, options } = this.desk;
    const { name } = state;
    // Whoever deletes it owns it: when that process dies over it, the next one finds that out, and ends it.
    await store.write({ ...state, status: 'Deleting', owner: options.owner, modified: new Date().toISOString() });
    await askToStop(store.folder(KIND, name));
    await this.work.settled(name);
    this.fleets.own(name);
    const fleet = await this.fleets.drop(name, DELETED);
    if (isLive(state)) await this.endContainers(state);
    await fleet?.logs.close();
    await failLeft(queueFolder(store.folder(KIND, name)), 'all', DELETED);
    await store.remove(KIND, name);
  }

  private async endContainers(state: State): Promise<void> {
    const { storage } = this.desk.options;
    const engine = await this.desk.engine();
    const plan = await this.desk.planIfWhole(state);
    const grace = plan === undefined ? 0 : this.desk.graceSeconds(plan);
    const containers = await engine.containers.list(jobFilter(storage, KIND, state.name));
    await Promise.all(containers.map(({ id }) => engine.containers.stop(id, grace)));
    await clearJob(engine, storage, KIND, state.name);
  }
}
