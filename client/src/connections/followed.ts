import { Disposable } from 'vscode';
import type { Event } from 'vscode';

/**
 * An event whose source runs only while somebody listens. `follow` calls back until its signal is aborted; when it ends
 * by itself or fails, `onEnd` is told, and the next listener starts it again.
 */
export function followed<T>(
  follow: (tell: (what: T) => void, signal: AbortSignal) => Promise<void>,
  onEnd: (error: unknown) => void,
): Event<T> {
  const listeners = new Set<(what: T) => void>();
  let running: AbortController | undefined;

  const tell = (what: T): void => {
    for (const listener of [...listeners]) listener(what);
  };
  const start = (): void => {
    const controller = new AbortController();
    running = controller;
    follow(tell, controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) onEnd(error);
      })
      .finally(() => {
        if (running === controller) running = undefined;
      });
  };

  return (listener, thisArgs?: unknown, disposables?: Disposable[]) => {
    const bound = (what: T): void => {
      listener.call(thisArgs, what);
    };
    listeners.add(bound);
    if (running === undefined) start();
    const subscription = new Disposable(() => {
      listeners.delete(bound);
      if (listeners.size > 0) return;
      running?.abort();
      running = undefined;
    });
    disposables?.push(subscription);
    return subscription;
  };
}
