import { statSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../docker/error-code';
import { versionOf } from './file-version';
import type { Change, Kind } from '../sagemaker';
import { followLines } from './follow';
import type { StoredKind } from './state';

const LARGEST = 1024 * 1024;
/** Nobody needs longer for it. */
const LOCK_MS = 10_000;
const WATCHED: ReadonlySet<string> = new Set<Kind>(['training-job', 'processing-job', 'transform-job', 'endpoint']);

/** The file to which every process appends what changed, and which every watcher follows. */
export class ChangeFile {
  constructor(private readonly path: string) {}

  async append(kind: StoredKind, name: string, status: string | undefined): Promise<void> {
    if (!WATCHED.has(kind)) return;
    const line = `${JSON.stringify({ kind, name, status, time: new Date().toISOString() })}\n`;
    await fs.mkdir(dirname(this.path), { recursive: true });
    if (this.size() > LARGEST) await this.compact();
    await fs.appendFile(this.path, line);
  }

  /** Begins anew, in one process only: a second one would take away what others have written since. */
  private async compact(): Promise<void> {
    const lock = `${this.path}.lock`;
    try {
      await (await fs.open(lock, 'wx')).close();
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      // Of a process that died over it.
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > LOCK_MS) await fs.rm(lock, { force: true });
      return;
    }
    try {
      // Followers notice that it shrank and begin anew.
      if (this.size() > LARGEST) await fs.truncate(this.path, 0);
    } finally {
      await fs.rm(lock, { force: true });
    }
  }

  /** Changes from this call on, of all processes. */
  follow(signal: AbortSignal): AsyncGenerator<Change> {
    return this.changesFrom(this.size(), signal);
  }

  private async *changesFrom(from: number, signal: AbortSignal): AsyncGenerator<Change> {
    for await (const line of followLines(this.path, { from, ended: () => false }, signal)) {
      const change = parse(line);
      if (change !== undefined) yield change;
    }
  }

  /** Another one after each change. */
  version(): Promise<string | undefined> {
    return versionOf(this.path);
  }

  private size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }
}

function parse(line: string): Change | undefined {
  try {
    const { kind, name, status, time } = JSON.parse(line) as Record<string, unknown>;
    if (typeof kind !== 'string' || typeof name !== 'string' || typeof time !== 'string') return undefined;
    return isKind(kind)
      ? { kind, name, status: typeof status === 'string' ? status : undefined, time: new Date(time) }
      : undefined;
  } catch {
    return undefined;
  }
}

function isKind(kind: string): kind is Kind {
  return WATCHED.has(kind);
}
