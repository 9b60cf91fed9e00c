/** What identifies an event of CloudWatch Logs: a live tail tells no event ids. */
export interface LogEvent {
  readonly logStreamName?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly message?: string | undefined;
}

/**
 * Which events were told already. Several sources give the same events: each look at the history, and a live tail. Equal
 * lines of the same millisecond are told as often as one source gives them.
 */
export class ToldLines {
  private readonly told = new Map<string, { readonly time: number; count: number }>();

  /** A source that begins now: answers whether an event of it is new. */
  source(): (event: LogEvent) => boolean {
    const given = new Map<string, number>();
    return ({ logStreamName = '', timestamp = 0, message = '' }) => {
      const key = `${logStreamName}\n${timestamp}\n${message}`;
      const count = (given.get(key) ?? 0) + 1;
      given.set(key, count);
      const known = this.told.get(key);
      if (known !== undefined && count <= known.count) return false;
      this.told.set(key, { time: timestamp, count });
      return true;
    };
  }

  /** Forgets what is older than what will be asked for again. */
  forgetBefore(time: number): void {
    for (const [key, { time: at }] of this.told) if (at < time) this.told.delete(key);
  }
}
