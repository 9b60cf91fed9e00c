import { EngineError } from './engine';
import type { Filters } from './engine';

/** Undefined instead of the engine's “no such …”. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  return unlessStatus(answer, [404]);
}

/** Undefined instead of an error with one of these codes. */
export async function unlessStatus<T>(answer: Promise<T>, codes: readonly number[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof EngineError && codes.includes(error.statusCode)) return undefined;
    throw error;
  }
}

/** Filters as the engine wants them in an address. */
export function filterText(filters: Filters): string | undefined {
  return Object.keys(filters).length === 0 ? undefined : JSON.stringify(filters);
}
