/** A step of a rerun: what is cancelled with the signal, and what can't be cancelled once it has begun. */
export interface Rerun {
  /** Ends early, without harm, when the signal aborts. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Runs to its end. */
  apply(): Promise<void>;
}

export interface Reruns {
  /** Something has changed. */
  ask(): void;
  dispose(): void;
}

/**
 * Reruns after changes: one at a time, once it has been quiet for `quietMs`. A change while a rerun prepares begins it
 * anew, for it would build what is old; a change while it applies is done afterwards. `onError` is told of what failed.
 */
export function createReruns(rerun: Rerun, onError: (error: unknown) => void, quietMs: number): Reruns {
  let waiting: NodeJS.Timeout | undefined;
  let preparing: AbortController | undefined;
  let running = false;
  let again = false;
  let disposed = false;

  const run = async (): Promise<void> => {
    waiting = undefined;
    if (running) {
      again = true;
      return;
    }
    running = true;
    const cancel = new AbortController();
    preparing = cancel;
    try {
      await rerun.prepare(cancel.signal);
      cancel.signal.throwIfAborted();
      preparing = undefined;
      await rerun.apply();
    } catch (error) {
      if (!cancel.signal.aborted) onError(error);
    }
    preparing = undefined;
    running = false;
    if (!again || isDisposed()) return;
    again = false;
    await run();
  };
  const isDisposed = (): boolean => disposed;

  return {
    ask() {
      if (disposed) return;
      preparing?.abort();
      clearTimeout(waiting);
      waiting = setTimeout(() => void run(), quietMs);
    },
    dispose() {
      disposed = true;
      clearTimeout(waiting);
      preparing?.abort();
    },
  };
}
