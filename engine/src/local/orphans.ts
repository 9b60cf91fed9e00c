import { setTimeout as sleep } from 'node:timers/promises';
import { JOB_LABEL, KIND_LABEL, STORAGE_LABEL } from '../docker/labels';
import { reap } from '../docker/reap';
import type { Reaped } from '../docker/reap';
import type { Desk } from './desk';
import type { EndpointDesk } from './endpoint-desk';
import type { JobDesk } from './job-desk';
import { storageId } from './job-things';
import { isLive, isUnfinished, JOB_KINDS } from './state';

/** Jobs and endpoints whose process died: they are taken up, or ended. */
export class Orphans {
  constructor(
    private readonly desk: Desk,
    private readonly jobs: JobDesk,
    private readonly endpoints: EndpointDesk,
  ) {}

  /** Takes up what can be taken up, and ends all else that dead processes left in the engine. */
  async reconcile(): Promise<Reaped> {
    const { store, options } = this.desk;
    const kept = new Set<string>();
    for (const kind of JOB_KINDS) {
      for (const state of await store.list(kind)) await this.jobs.takeOverIfDead({ ...state, kind });
      for (const state of await store.list(kind)) if (isLive(state)) kept.add(`${kind}/${state.name}`);
    }
    for (const state of await store.list('endpoint')) {
      await this.endpoints.orphans.takeOverIfDead({ ...state, kind: 'endpoint' });
    }
    for (const state of await store.list('endpoint')) if (isLive(state)) kept.add(`endpoint/${state.name}`);
    const mine = storageId(options.storage);
    return reap(await this.desk.engine(), (labels) => {
      const storage = labels[STORAGE_LABEL];
      // What belongs to another folder is taken up by who opens that folder.
      if (storage !== undefined && storage !== mine) return true;
      return kept.has(`${labels[KIND_LABEL] ?? ''}/${labels[JOB_LABEL] ?? ''}`);
    });
  }

  /**
   * For lists: those whose containers are gone too have failed. Nothing is taken up. Gives up when the engine does not
   * answer in time: without it nobody knows.
   */
  async failLost(milliseconds: number): Promise<void> {
    const { store } = this.desk;
    const lost: (() => Promise<void>)[] = [];
    for (const kind of JOB_KINDS) {
      for (const state of (await store.list(kind)).filter(isUnfinished)) {
        if (await this.desk.isDead(state.owner)) lost.push(() => this.jobs.failIfLost({ ...state, kind }));
      }
    }
    const kind = 'endpoint';
    for (const state of (await store.list(kind)).filter(isLive)) {
      if (await this.desk.isDead(state.owner)) lost.push(() => this.endpoints.orphans.failIfLost({ ...state, kind }));
    }
    if (lost.length === 0) return;
    const work = this.desk.engine().then(() => Promise.all(lost.map((fail) => fail())));
    await Promise.race([work.catch(() => undefined), sleep(milliseconds, undefined, { ref: false })]);
  }
}
