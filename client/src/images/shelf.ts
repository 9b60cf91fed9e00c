import { readAhead } from '../../../engine/src/session/read-ahead';
import type { AskPage } from '../../../engine/src/session/read-ahead';

export interface ShelfSizes {
  /** Rows that are shown at first, and with each "load more". */
  readonly shown: number;
  /** Rows that are read before any is shown: what comes in no order is sorted as far as it was read. */
  readonly readAhead: number;
}

/** A long list that is read a piece at a time, sorted, and shown a smaller piece at a time: views stay quick. */
export class Shelf<R> {
  private read: readonly R[] = [];
  private next: string | undefined;
  private opened = false;
  private shown = 0;

  constructor(
    private readonly ask: AskPage<R>,
    private readonly order: (a: R, b: R) => number,
    private readonly sizes: ShelfSizes,
  ) {}

  /** What is shown by now. */
  get rows(): readonly R[] {
    return this.read.slice(0, this.shown);
  }

  /** Whether there is something to show beyond that. */
  get more(): boolean {
    return this.read.length > this.shown || this.next !== undefined;
  }

  /** Rows that were read but could not be put in order with those that were not. */
  get sortedSoFar(): number | undefined {
    return this.next === undefined ? undefined : this.read.length;
  }

  /** Reads the first piece, unless that was done. */
  async open(signal: AbortSignal): Promise<void> {
    if (!this.opened) await this.readOn(signal);
  }

  /** Shows the next piece, and reads on when all that was read is shown. */
  async showMore(signal: AbortSignal): Promise<void> {
    if (this.read.length > this.shown) this.shown += this.sizes.shown;
    else if (this.next !== undefined) await this.readOn(signal);
  }

  private async readOn(signal: AbortSignal): Promise<void> {
    const { rows, next } = await readAhead(this.ask, this.sizes.readAhead, signal, this.next);
    this.read = [...this.read, ...rows].sort(this.order);
    this.next = next;
    this.opened = true;
    this.shown += this.sizes.shown;
  }
}
