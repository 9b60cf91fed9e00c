import type { State } from './state';
import type { Store } from './store';

/** Writes the states of one job, one after the other, as the process that owns it. */
export class Recorder {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private current: State,
  ) {}

  get state(): State {
    return this.current;
  }

  update(change: (state: State) => State): Promise<void> {
    this.current = { ...change(this.current), modified: new Date().toISOString() };
    const { current } = this;
    // One write that fails (a full disk) must not lose those after it.
    this.last = this.last.catch(() => undefined).then(() => this.store.write(current));
    this.last.catch(() => undefined);
    return this.last;
  }

  /** A line of events.jsonl. */
  note(text: string): void {
    this.last = this.last.catch(() => undefined).then(() => this.store.event(this.current, { note: text }));
    this.last.catch(() => undefined);
  }
}
