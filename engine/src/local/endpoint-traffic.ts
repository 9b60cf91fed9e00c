/** What is under way to each container, as far as this process sends it. */
export class EndpointTraffic {
  private readonly counts = new Map<string, number>();
  private readonly turns = new Map<string, number>();
  private readonly waiting = new Set<() => void>();

  /** Counts an invocation of these containers; to be called back once when it is over. */
  enter(containers: readonly string[]): () => void {
    for (const id of containers) this.counts.set(id, this.under(id) + 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      for (const id of containers) {
        const rest = this.under(id) - 1;
        if (rest > 0) this.counts.set(id, rest);
        else this.counts.delete(id);
      }
      for (const look of this.waiting) look();
    };
  }

  under(container: string): number {
    return this.counts.get(container) ?? 0;
  }

  /** Counts on from 0: whose turn it is among the instances of a variant. */
  turn(variant: string): number {
    const turn = this.turns.get(variant) ?? 0;
    this.turns.set(variant, turn + 1);
    return turn;
  }

  /** Waits until nothing is under way to any of them, for as long as that or until the signal. */
  quiet(containers: readonly string[], milliseconds: number, signal: AbortSignal): Promise<void> {
    const isQuiet = (): boolean => containers.every((id) => this.under(id) === 0);
    if (isQuiet() || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (isQuiet()) end();
      };
      const timer = setTimeout(end, milliseconds);
      this.waiting.add(look);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
