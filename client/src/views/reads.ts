/** Reads that are under way, by what they are for: nobody waits for those of a node that was collapsed. */
export class Reads<Owner> {
  private readonly running = new Map<Owner, Set<AbortController>>();
  private readonly cut = new Set<Owner>();

  /** Does it with a signal that `abort` of the owner fires. */
  async during<T>(owner: Owner, read: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = this.running.get(owner) ?? new Set();
    this.running.set(owner, own);
    const controller = new AbortController();
    own.add(controller);
    try {
      return await read(controller.signal);
    } finally {
      own.delete(controller);
    }
  }

  abort(owner: Owner): void {
    for (const controller of this.running.get(owner) ?? []) {
      this.cut.add(owner);
      controller.abort();
    }
    this.running.delete(owner);
  }

  abortAll(): void {
    for (const owner of this.running.keys()) this.abort(owner);
  }

  /** Whether something was aborted since this was asked for last: it has to be read again. */
  takeCut(owner: Owner): boolean {
    return this.cut.delete(owner);
  }
}
