/** Tells everybody who listens. Nothing is lost between two looks. */
export function broadcast<T>(): { tell(value: T): void; listen(signal: AbortSignal): AsyncGenerator<T> } {
  const listeners = new Set<(value: T) => void>();
  async function* values(
    queue: T[],
    bell: { ring: () => void },
    end: () => void,
    signal: AbortSignal,
  ): AsyncGenerator<T> {
    try {
      while (!signal.aborted) {
        const value = queue.shift();
        if (value !== undefined) {
          yield value;
          continue;
        }
        await new Promise<void>((resolve) => {
          bell.ring = resolve;
          if (queue.length > 0 || signal.aborted) resolve();
        });
      }
    } finally {
      end();
    }
  }
  return {
    tell: (value) => {
      for (const listener of listeners) listener(value);
    },
    listen: (signal) => {
      const queue: T[] = [];
      const bell = { ring: (): void => undefined };
      const listener = (value: T): void => {
        queue.push(value);
        bell.ring();
      };
      listeners.add(listener);
      signal.addEventListener(
        'abort',
        () => {
          bell.ring();
        },
        { once: true },
      );
      return values(queue, bell, () => listeners.delete(listener), signal);
    },
  };
}
