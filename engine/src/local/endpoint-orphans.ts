import type { Desk } from './desk';
import type { EndpointRemoval } from './endpoint-removal';
import type { EndpointState } from './endpoint-requests';
import type { EndpointStarts } from './endpoint-starts';
import { takeOverFleet } from './endpoint-takeover';
import { isLive } from './state';

/** Endpoints of processes that died. */
export class EndpointOrphans {
  constructor(
    private readonly desk: Desk,
    private readonly starts: EndpointStarts,
    private readonly removal: EndpointRemoval,
  ) {}

  /** It serves on when its containers do. */
  async takeOverIfDead(state: EndpointState): Promise<void> {
    const { store, options } = this.desk;
    if (!isLive(state) || !(await this.desk.isDead(state.owner)) || !(await store.claim(state))) return;
    const mine: EndpointState = { ...state, owner: options.owner, takeover: state.takeover + 1 };
    await store.write(mine);
    if (state.status === 'Deleting') {
      await this.removal.remove(state.name);
      return;
    }
    const fleet = await takeOverFleet(this.desk, mine);
    if (fleet !== undefined) await this.starts.adopt(state.name, fleet);
  }

  /** It has failed when its containers are gone too; else it is left to who takes it up. */
  async failIfLost(state: EndpointState): Promise<void> {
    const plan = await this.desk.planIfWhole(state);
    const left = state.status === 'InService' && (await this.desk.leftHosts(state, plan)) !== undefined;
    if (!left) await this.takeOverIfDead(state);
  }
}
