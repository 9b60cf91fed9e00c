import type { ConformanceResult } from './types';

/** A result with the time that its test took. */
export async function timed(test: () => Promise<ConformanceResult>): Promise<ConformanceResult> {
  const started = performance.now();
  const found = await test();
  return { ...found, milliseconds: Math.round(performance.now() - started) };
}
