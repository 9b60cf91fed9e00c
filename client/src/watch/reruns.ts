export interface Reruns {
  /** Something has changed. */
  ask(): void;
  dispose(): void;
}

/**
 * Reruns after changes: one at a time, once it has been quiet for `quietMs`. A change while one runs ends it by its signal
 * and begins anew, for it would bring in what is old. `onError` is told of what failed.
 */
export function createReruns(
  rerun: (signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => void,
  quietMs: number,
): Reruns {
  let waiting: NodeJS.Timeout | undefined;
  let running: AbortController | undefined;
  let again = false;

  const run = async (): Promise<void> => {
    if (running !== undefined) {
      again = true;
      return;
    }
    const cancel = new AbortController();
    running = cancel;
    again = false;
    try {
      await rerun(cancel.signal);
    } catch (error) {
      if (!cancel.signal.aborted) onError(error);
    }
    running = undefined;
    if (hasChanged()) await run();
  };
  const hasChanged = (): boolean => again;

  return {
    ask() {
      running?.abort();
      clearTimeout(waiting);
      waiting = setTimeout(() => void run(), quietMs);
    },
    dispose() {
      clearTimeout(waiting);
      again = false;
      running?.abort();
    },
  };
}
