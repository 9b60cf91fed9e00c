import { expect, test, vi } from 'vitest';
import { watchEngine } from '../../../../client/src/connections/engine-watch';

/** An engine whose stream of events lasts until it is broken. */
class FakeEngine {
  there = true;
  asked = 0;
  private break: (() => void) | undefined;

  ping(): Promise<{ apiVersion: undefined; os: undefined; server: undefined }> {
    this.asked++;
    if (!this.there) return Promise.reject(new Error('connect ENOENT'));
    return Promise.resolve({ apiVersion: undefined, os: undefined, server: undefined });
  }

  async *events(_filters: unknown, signal: AbortSignal): AsyncGenerator<never> {
    await new Promise<void>((resolve) => {
      this.break = resolve;
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    if (!this.there) throw new Error('socket hang up');
    yield* [];
  }

  end(): void {
    this.there = false;
    this.break?.();
  }

  breakStream(): void {
    this.break?.();
  }
}

function watched(): { engine: FakeEngine; said: string[]; stop: AbortController; done: Promise<void> } {
  const engine = new FakeEngine();
  const said: string[] = [];
  const stop = new AbortController();
  const onGone = (error: unknown): void => void said.push(`gone: ${String(error)}`);
  const onBack = (): void => void said.push('back');
  return { engine, said, stop, done: watchEngine(engine, { onGone, onBack }, stop.signal, 1) };
}

test('an engine that ends is told once, and once that it is back', async () => {
  const { engine, said, stop, done } = watched();
  engine.end();
  await vi.waitFor(() => {
    expect(engine.asked).toBeGreaterThan(3);
  });
  expect(said).toEqual(['gone: Error: connect ENOENT']);
  engine.there = true;
  await vi.waitFor(() => {
    expect(said.at(-1)).toBe('back');
  });
  engine.end();
  await vi.waitFor(() => {
    expect(said).toHaveLength(3);
  });
  stop.abort();
  await done;
});

test('a stream that breaks while the engine is there says nothing', async () => {
  const { engine, said, stop, done } = watched();
  engine.breakStream();
  await vi.waitFor(() => {
    expect(engine.asked).toBe(1);
  });
  stop.abort();
  await done;
  expect(said).toEqual([]);
});
