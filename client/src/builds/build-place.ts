import { member } from '../member';

export interface BuildPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Where in a Dockerfile a build failed. The engine is a bundle of its own: its classes can't be asked for. */
export function placeOf(error: unknown): BuildPlace | undefined {
  const place = error instanceof Error ? member(error, 'place') : undefined;
  if (typeof place !== 'object' || place === null || !('file' in place) || !('line' in place)) return undefined;
  const { file, line } = place;
  return typeof file === 'string' && typeof line === 'number' ? { file, line } : undefined;
}
