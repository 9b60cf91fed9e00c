import { queueFolder } from './async-files';
import { failLeft } from './async-queue';
import type { Desk } from './desk';
import type { EndpointFleets } from './endpoint-fleets';
import { endFleet } from './endpoint-run';
import type { Fleet } from './endpoint-run';

const KIND = 'endpoint';

/** What the clients of an endpoint hear whose answer will not come any more. */
export const DELETED = 'The endpoint was deleted before this invocation was answered.';

/** How fleets end that nobody here ended. */
export class EndpointEnds {
  constructor(
    private readonly desk: Desk,
    private readonly fleets: EndpointFleets,
  ) {}

  /** A container has ended by itself: the endpoint has failed. */
  async died(fleet: Fleet, failureReason: string): Promise<void> {
    const { recorder, bench, folder } = fleet.run;
    const { name } = recorder.state;
    if (!this.fleets.has(name, fleet)) return;
    await this.fleets.drop(name, failureReason);
    const now = await this.desk.store.find(KIND, name);
    if (now === undefined) {
      await this.end(fleet);
      return;
    }
    const mine = fleet.states.some(({ container }) => now.hosts.some((host) => host.container === container));
    if (now.status === 'Deleting' || !mine) {
      // Another process deletes or updates it, and removes the containers.
      await fleet.logs.close();
      return;
    }
    await bench.clear();
    await fleet.logs.close();
    await recorder.update((state) => ({ ...state, status: 'Failed', failureReason, hosts: [] }));
    await failLeft(queueFolder(folder), 'all', failureReason);
  }

  /** The endpoint is gone from the disk: its containers would serve without anybody who could find and delete them. */
  async vanished(fleet: Fleet): Promise<void> {
    const { name } = fleet.run.recorder.state;
    if (!this.fleets.has(name, fleet)) return;
    await this.fleets.drop(name, DELETED);
    await this.end(fleet);
  }

  private async end(fleet: Fleet): Promise<void> {
    await endFleet(fleet);
    await this.desk.store.sweep(KIND, fleet.run.recorder.state.name);
  }
}
