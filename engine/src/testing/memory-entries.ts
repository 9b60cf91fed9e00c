import type { CreateEndpointConfigCommandInput } from '@aws-sdk/client-sagemaker';
import { pageOf } from '../local/page';
import type { ListQuery } from '../local/page';
import { isLive, isUnfinished, newState, withTransition } from '../local/state';
import type { JobKind, State, StoredKind } from '../local/state';
import { resourceInUse, validationException } from '../named-errors';
import type { Change, Kind, LogLine } from '../sagemaker';
import { broadcast } from './broadcast';
import type { Entry, JobWork, MemoryOptions } from './memory-options';

const OWNER = { pid: 1, started: '', machine: 'memory', window: 'memory' };

/** What MemorySageMaker remembers: jobs that do what they are told, models, configurations and endpoints. */
export class MemoryEntries {
  private readonly entries = new Map<string, Entry>();
  private readonly changes = broadcast<Change>();
  private readonly news = broadcast<string>();
  private made = 0;

  constructor(private readonly options: MemoryOptions) {}

  /** A job begins. Its ARN. */
  start(kind: JobKind, name: string, request: unknown, signal: AbortSignal | undefined): string {
    signal?.throwIfAborted();
    const entry = this.add(kind, name, request, 'InProgress');
    signal?.addEventListener(
      'abort',
      () => {
        entry.stop.abort();
      },
      { once: true },
    );
    void this.run(kind, entry);
    return entry.state.arn;
  }

  /** Asks a job to end. */
  async stop(kind: JobKind, name: string): Promise<void> {
    const entry = await this.get(kind, name);
    if (!isUnfinished(entry.state)) throw validationException(`“${name}” is ${entry.state.status}.`, 'It is over.');
    const stopping = kind === 'training-job' ? withTransition(entry.state, 'Stopping', '', new Date()) : entry.state;
    this.set(entry, { ...stopping, status: 'Stopping' });
    entry.stop.abort();
  }

  /** Forgets it, when it is over. */
  async remove(kind: StoredKind, name: string): Promise<void> {
    const { state } = await this.get(kind, name);
    if (kind !== 'endpoint' && isUnfinished(state)) {
      throw validationException(`“${name}” is ${state.status}, so it can’t be deleted.`, 'Stop the job first.');
    }
    this.entries.delete(`${kind}/${name}`);
    this.tell(kind, name, undefined);
  }

  /** Remembers something new. Throws ResourceInUse when the name is taken. */
  add(kind: StoredKind, name: string, request: unknown, status: State['status']): Entry {
    const key = `${kind}/${name}`;
    if (this.entries.has(key)) throw resourceInUse(kind, name);
    const arn = `arn:aws:sagemaker:us-west-2:123456789012:${kind}/${name}`;
    // One millisecond apart, so that newest first is well defined.
    const first = newState(kind, name, arn, status, OWNER, new Date(Date.now() + this.made++));
    const state = kind === 'training-job' ? withTransition(first, 'Starting', 'Starting', new Date()) : first;
    const entry: Entry = { state, request, lines: [], stop: new AbortController() };
    this.entries.set(key, entry);
    this.tell(kind, name, status);
    return entry;
  }

  /** It is otherwise from now on, if it is still there. */
  set(entry: Entry, state: State): void {
    if (this.entries.get(`${state.kind}/${state.name}`) !== entry) return;
    entry.state = { ...state, modified: new Date().toISOString() };
    this.tell(state.kind, state.name, state.status);
    this.news.tell(state.name);
  }

  /** Rejects when there is no such thing. */
  get(kind: StoredKind, name: string): Promise<Entry> {
    const entry = this.entries.get(`${kind}/${name}`);
    if (entry !== undefined) return Promise.resolve(entry);
    return Promise.reject(validationException(`There is no ${kind} “${name}”.`, 'Look at the list.'));
  }

  /** The request of an endpoint configuration. */
  async configOf(name: string | undefined): Promise<CreateEndpointConfigCommandInput> {
    return (await this.get('endpoint-config', name ?? '')).request as CreateEndpointConfigCommandInput;
  }

  /** Asynchronous, so that a query that is wrong rejects. */
  page(kind: StoredKind, query: ListQuery | undefined, signal: AbortSignal | undefined) {
    const states = [...this.entries.values()].map(({ state }) => state).filter((state) => state.kind === kind);
    return Promise.resolve().then(() => {
      signal?.throwIfAborted();
      return pageOf(states, query);
    });
  }

  /** Changes of status, from now on. */
  watch(signal: AbortSignal): AsyncIterable<Change> {
    return this.changes.listen(signal);
  }

  /** What it says, to its end. */
  async *logs(kind: Kind, name: string, signal: AbortSignal): AsyncGenerator<LogLine> {
    const over = new AbortController();
    const news = this.news.listen(AbortSignal.any([signal, over.signal]));
    try {
      const entry = await this.get(kind, name);
      let at = 0;
      for (;;) {
        const live = isLive(entry.state);
        while (at < entry.lines.length) {
          const line = entry.lines[at++];
          if (line !== undefined) yield line;
        }
        if (!live || signal.aborted || (await news.next()).done === true) return;
      }
    } finally {
      over.abort();
    }
  }

  private async run(kind: JobKind, entry: Entry): Promise<void> {
    const { name } = entry.state;
    const moved = (status: 'Downloading' | 'Training' | 'Uploading' | 'Completed' | 'Failed' | 'Stopped') =>
      kind === 'training-job' ? withTransition(entry.state, status, status, new Date()) : entry.state;
    this.set(entry, moved('Downloading'));
    this.set(entry, { ...moved('Training'), started: new Date().toISOString() });
    const log = (text: string, stream: LogLine['stream'] = 'stdout'): void => {
      entry.lines.push({ host: 'algo-1', stream, time: new Date(), text });
      this.news.tell(name);
    };
    const work: JobWork = { kind, name, request: entry.request, log, stopped: entry.stop.signal };
    const failureReason = await (this.options.run?.(work) ?? Promise.resolve(undefined));
    this.set(entry, moved('Uploading'));
    const status = entry.stop.signal.aborted ? 'Stopped' : failureReason === undefined ? 'Completed' : 'Failed';
    const reason = status === 'Failed' && failureReason !== undefined ? { failureReason } : {};
    this.set(entry, { ...moved(status), status, ended: new Date().toISOString(), ...reason });
  }

  private tell(kind: StoredKind, name: string, status: string | undefined): void {
    if (kind === 'model' || kind === 'endpoint-config') return;
    this.changes.tell({ kind, name, status, time: new Date() });
  }
}
