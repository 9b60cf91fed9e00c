import type { Outcome } from '../../../engine/src/conformance/types';

/** How many contract tests of one Dockerfile ended how, when, and of which image. */
export interface ContractResults extends Readonly<Record<Outcome, number>> {
  /** When the run ended, ISO 8601. */
  readonly at: string;
  /** Tag under which the image was built. */
  readonly image: string;
}

export function tally(outcomes: readonly Outcome[], image: string, at: Date): ContractResults {
  const count = (wanted: Outcome): number => outcomes.filter((it) => it === wanted).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    at: at.toISOString(),
    image,
  };
}

/** What a workspace state holds; undefined when another version of the extension wrote something else. */
export function readKept(value: unknown): ContractResults | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const number = (name: string): number | undefined => {
    const it: unknown = Reflect.get(value, name);
    return typeof it === 'number' ? it : undefined;
  };
  const text = (name: string): string | undefined => {
    const it: unknown = Reflect.get(value, name);
    return typeof it === 'string' ? it : undefined;
  };
  const [passed, failed, skipped] = [number('passed'), number('failed'), number('skipped')];
  const [at, image] = [text('at'), text('image')];
  if (passed === undefined || failed === undefined || skipped === undefined) return undefined;
  return at === undefined || image === undefined ? undefined : { passed, failed, skipped, at, image };
}
