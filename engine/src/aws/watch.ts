import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNamed } from '../named-errors';
import type { Change, Kind } from '../sagemaker';

export interface WatchOptions {
  /** The status of one; undefined: there is none of that name. */
  readonly ask: (kind: Kind, name: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Time between two rounds, and the longest when AWS is busy; milliseconds. */
  readonly every?: number;
  readonly atMost?: number;
}

const EVERY_MS = 5_000;
const AT_MOST_MS = 60_000;
const FINISHED: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped', 'InService', 'OutOfService']);

/** Asks AWS for the status of what is known and unfinished, while somebody watches. */
export class Watch {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly known = new Map<string, { readonly kind: Kind; readonly name: string; readonly status: string }>();
  private watchers = 0;
  private round: AbortController | undefined;

  constructor(private readonly options: WatchOptions) {}

  /** Something was seen with this status (undefined: it is not there any more). `created`: it was not there before. */
  note(kind: Kind, name: string, status: string | undefined, created = false): void {
    const key = `${kind}/${name}`;
    const before = this.known.get(key)?.status;
    if (status === undefined) this.known.delete(key);
    else this.known.set(key, { kind, name, status });
    const isNews = before === undefined ? created : before !== status;
    if (isNews) this.emitter.emit('change', { kind, name, status, time: new Date() } satisfies Change);
    if (status !== undefined && !FINISHED.has(status)) this.begin();
  }

  /** Changes from the call on, until the signal. Throws when the caller may not ask (any more). */
  changes(signal: AbortSignal): AsyncIterable<Change> {
    if (signal.aborted) return nothing();
    const own = new AbortController();
    const leave = (): void => {
      if (own.signal.aborted) return;
      own.abort();
      signal.removeEventListener('abort', leave);
      this.watchers -= 1;
      if (this.watchers === 0) this.round?.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    const events: AsyncIterable<Change[]> = on(this.emitter, 'change', { signal: own.signal });
    this.watchers += 1;
    this.begin();
    return following(events, own.signal, leave);
  }

  private unfinished() {
    return [...this.known.values()].filter(({ status }) => !FINISHED.has(status));
  }

  private begin(): void {
    if (this.round !== undefined || this.watchers === 0 || this.unfinished().length === 0) return;
    const round = new AbortController();
    this.round = round;
    void this.rounds(round.signal).finally(() => {
      if (this.round === round) this.round = undefined;
      this.begin();
    });
  }

  private async rounds(signal: AbortSignal): Promise<void> {
    const { every = EVERY_MS, atMost = AT_MOST_MS } = this.options;
    let pause = every;
    try {
      while (this.unfinished().length > 0) {
        await sleep(pause, undefined, { signal, ref: false });
        pause = (await this.askAll(signal)) ? every : Math.min(atMost, pause * 2);
      }
    } catch (error) {
      if (signal.aborted) return;
      // Nobody can be told more of these: who looks again begins anew.
      this.known.clear();
      this.emitter.emit('error', error);
    }
  }

  /** False: AWS is busy, or out of reach. */
  private async askAll(signal: AbortSignal): Promise<boolean> {
    for (const { kind, name } of this.unfinished()) {
      try {
        const status = await this.options.ask(kind, name, signal);
        signal.throwIfAborted();
        this.note(kind, name, status);
      } catch (error) {
        if (!isNamed(error, 'Throttling', 'NetworkError', 'ServiceFailure')) throw error;
        return false;
      }
    }
    return true;
  }
}

async function* following(events: AsyncIterable<Change[]>, signal: AbortSignal, leave: () => void) {
  try {
    for await (const changes of events) yield* changes;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    leave();
  }
}

async function* nothing(): AsyncGenerator<Change> {
  // Who has stopped before beginning sees nothing.
}
