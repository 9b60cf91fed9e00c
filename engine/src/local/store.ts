import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull } from '../docker/disk-full';
import { errorCode } from '../docker/error-code';
import { resourceInUse, validationException } from '../named-errors';
import { UserError } from '../user-error';
import { ChangeFile } from './change-file';
import { versionOf } from './file-version';
import { isUnfinished } from './state';
import type { State, StoredKind } from './state';
import { StateLists } from './state-lists';
import { ignoreDiskFull, ignoreMissing, notKept, readJson, replaceFile } from './store-files';
import { NAME, NAMES, STATE_FILE } from './stored-names';

/** Space that a job has from its start, so that its end can be written down also on a full disk. */
const RESERVE_FILE = 'reserve';
const RESERVE_BYTES = 64 * 1024;

/** What is written once, when a job begins; of an endpoint also by updates. */
export type StoredFile = 'request.json' | 'plan.json';

interface Read {
  /** Of the file that was read: a new version is a new file. */
  readonly version: string;
  readonly state: State;
}

/**
 * Jobs on disk, one folder each. Any number of processes may use it at once: a folder appears whole by a rename, and so
 * does every new version of a file, and what happens is appended to one file that all of them follow.
 */
export class Store {
  readonly changes: ChangeFile;
  /** What was read is read again only when it has changed: a folder may hold thousands of jobs. */
  private readonly seen = new Map<string, Read>();
  private readonly lists: StateLists;

  constructor(private readonly root: string) {
    this.changes = new ChangeFile(join(root, 'changes.jsonl'));
    this.lists = new StateLists(root, this.changes, (kind, name) => this.find(kind, name));
  }

  folder(kind: StoredKind, name: string): string {
    if (!NAME.test(name)) {
      throw validationException(
        `“${name}” is no name of a ${NAMES[kind]}.`,
        'Names have 1 to 63 letters, digits and hyphens, and start with a letter or digit.',
      );
    }
    return join(this.root, 'jobs', kind, name);
  }

  /** Makes the folder with its first files; the name must be free. */
  async create(state: State, files: Readonly<Record<string, unknown>>): Promise<void> {
    const folder = this.folder(state.kind, state.name);
    const draft = join(this.root, 'drafts', randomUUID());
    try {
      await fs.mkdir(draft, { recursive: true });
      await fs.mkdir(join(this.root, 'jobs', state.kind), { recursive: true });
      for (const [name, value] of Object.entries({ ...files, [STATE_FILE]: state })) {
        await fs.writeFile(join(draft, name), JSON.stringify(value, undefined, 2), { mode: 0o600 });
      }
      // Random: some file systems keep no zeros.
      if (isUnfinished(state)) await fs.writeFile(join(draft, RESERVE_FILE), randomBytes(RESERVE_BYTES));
      await fs.rename(draft, folder);
    } catch (error) {
      // What went wrong first is what counts.
      await fs.rm(draft, { recursive: true, force: true }).catch(() => undefined);
      // Windows says EPERM of a folder that is there.
      const taken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '') && existsSync(folder);
      throw taken ? resourceInUse(NAMES[state.kind], state.name) : notKept(this.root, error);
    }
    await this.changes.append(state.kind, state.name, state.status).catch(ignoreDiskFull);
  }

  /** Undefined: there is no such thing. */
  async find(kind: StoredKind, name: string): Promise<State | undefined> {
    const path = join(this.folder(kind, name), STATE_FILE);
    const version = await versionOf(path);
    const before = this.seen.get(path);
    if (version !== undefined && before?.version === version) return before.state;
    const state = (await readJson(path)) as State | undefined;
    if (state === undefined || version === undefined) this.seen.delete(path);
    else this.seen.set(path, { version, state });
    return state;
  }

  /** Throws AWS's own error when there is no such thing. */
  async get(kind: StoredKind, name: string): Promise<State> {
    const state = await this.find(kind, name);
    if (state !== undefined) return state;
    throw validationException(
      `There is no ${NAMES[kind]} “${name}” on this machine.`,
      'Look at the list for the names there are; jobs at AWS are in the list of their region.',
    );
  }

  async write(state: State): Promise<void> {
    const folder = this.folder(state.kind, state.name);
    const before = await this.find(state.kind, state.name);
    // Deleted meanwhile, by another window: it stays so, also when the name has been used again.
    if (before?.created !== state.created) return;
    await this.writeFile(folder, STATE_FILE, state);
    if (!isUnfinished(state)) await fs.rm(join(folder, RESERVE_FILE), { force: true });
    if (before.status !== state.status || before.secondary !== state.secondary) {
      // The state is what counts: news of it that find no space are not worth a job.
      await this.changes.append(state.kind, state.name, state.status).catch(ignoreDiskFull);
      await this.event(state, { status: state.status, secondary: state.secondary }).catch(ignoreDiskFull);
    }
  }

  /** Whole or not at all. On a full disk the space is used that was set aside when the job began. */
  async writeFile(folder: string, name: string, value: unknown): Promise<void> {
    try {
      await replaceFile(folder, name, value);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      await fs.rm(join(folder, RESERVE_FILE), { force: true });
      await replaceFile(folder, name, value);
    }
  }

  /** One line of events.jsonl: what happened to this job, for people. */
  async event(of: { readonly kind: StoredKind; readonly name: string }, what: object): Promise<void> {
    const line = `${JSON.stringify({ time: new Date().toISOString(), ...what })}\n`;
    await fs.appendFile(join(this.folder(of.kind, of.name), 'events.jsonl'), line).catch(ignoreMissing);
  }

  /** Throws when the file is missing or damaged: by a machine that lost its power, or by hand. */
  async read(kind: StoredKind, name: string, file: StoredFile): Promise<unknown> {
    const value = await this.readIfWhole(kind, name, file);
    if (value !== undefined) return value;
    throw new UserError(
      `The ${NAMES[kind]} “${name}” is damaged: ${join(this.folder(kind, name), file)} is missing or is no JSON.`,
      'Stop it where it runs, delete it, and begin it anew.',
    );
  }

  /** Undefined: the file is missing or damaged. */
  readIfWhole(kind: StoredKind, name: string, file: StoredFile): Promise<unknown> {
    return readJson(join(this.folder(kind, name), file));
  }

  /** Newest first. */
  list(kind: StoredKind): Promise<readonly State[]> {
    return this.lists.read(kind);
  }

  async remove(kind: StoredKind, name: string): Promise<void> {
    // Renamed first, so that nobody sees half of it.
    const grave = join(this.root, 'drafts', randomUUID());
    await fs.mkdir(join(this.root, 'drafts'), { recursive: true });
    await fs.rename(this.folder(kind, name), grave).catch(ignoreMissing);
    await fs.rm(grave, { recursive: true, force: true });
    await this.changes.append(kind, name, undefined).catch(ignoreDiskFull);
  }

  /** Removes what was written into the folder of something after it had been deleted; what is there stays. */
  async sweep(kind: StoredKind, name: string): Promise<void> {
    if ((await this.find(kind, name)) !== undefined) return;
    await fs.rm(this.folder(kind, name), { recursive: true, force: true });
  }

  /** True for exactly one of all processes that try the same. */
  async claim(state: State): Promise<boolean> {
    const file = join(this.folder(state.kind, state.name), `takeover.${state.takeover + 1}`);
    try {
      await (await fs.open(file, 'wx')).close();
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  }
}
