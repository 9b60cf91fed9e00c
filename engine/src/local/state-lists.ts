import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangeFile } from './change-file';
import { versionOf } from './file-version';
import { isLive } from './state';
import type { State, StoredKind } from './state';
import { isMissing, notRead } from './store-files';
import { NAME } from './stored-names';

/** At a time, when all jobs are read: file descriptors are few on some systems. */
const BATCH = 64;

/** All jobs of a kind, which are read again only when something has changed: pages of one list come one after the other. */
export class StateLists {
  private readonly lists = new Map<StoredKind, { readonly version: string; readonly states: readonly State[] }>();

  constructor(
    private readonly root: string,
    private readonly changes: ChangeFile,
    private readonly find: (kind: StoredKind, name: string) => Promise<State | undefined>,
  ) {}

  /** Newest first. */
  async read(kind: StoredKind): Promise<readonly State[]> {
    const folder = join(this.root, 'jobs', kind);
    // Read before the states: what changes in between makes the next list read them again.
    const version = `${await this.changes.version()} ${await versionOf(folder)}`;
    const before = this.lists.get(kind);
    const states = before?.version === version ? await this.refreshed(before.states) : await this.readAll(kind, folder);
    this.lists.set(kind, { version, states });
    return states;
  }

  /**
   * The same list, with what may have changed without a line in the file of changes: a state that is not over yet. One that
   * is over changes no more, but by a line there.
   */
  private async refreshed(states: readonly State[]): Promise<readonly State[]> {
    const live = states.filter(isLive);
    if (live.length === 0) return states;
    const now = new Map<State, State | undefined>();
    for (const state of live) now.set(state, await this.find(state.kind, state.name));
    return states.flatMap((state) => (now.has(state) ? (now.get(state) ?? []) : state));
  }

  private async readAll(kind: StoredKind, folder: string): Promise<readonly State[]> {
    const names = await fs.readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw notRead(this.root, error);
    });
    const states: State[] = [];
    for (let at = 0; at < names.length; at += BATCH) {
      const some = names.slice(at, at + BATCH).filter((name) => NAME.test(name));
      const read = await Promise.all(some.map((name) => this.find(kind, name)));
      states.push(...read.filter((state) => state !== undefined));
    }
    return states.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : a.name < b.name ? -1 : 1));
  }
}
