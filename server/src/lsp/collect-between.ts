import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Long enough for the answer to be on its way, shorter than the pause between two keystrokes. */
const PAUSE_MS = 4;

type Collect = (options: { readonly type: 'minor' }) => void;

/**
 * Clears the young part of the heap after a lint, while nobody waits for it. A lint allocates a few megabytes; without
 * this every fourth keystroke of a fast typist would pay for the collection. Returns what to call after each lint; does
 * nothing on engines that don't offer it.
 */
export function createCollector(): () => void {
  const collect = collector();
  if (!collect) return () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      collect({ type: 'minor' });
    }, PAUSE_MS);
    timer.unref();
  };
}

function collector(): Collect | undefined {
  try {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    return typeof found === 'function' ? (found as Collect) : undefined;
  } catch {
    return undefined;
  }
}
