import type { Fidelity, RunPlan } from '../../../../engine/src/plan/types';
import { leaves } from './shapes';

export type Path = readonly (string | number)[];

/** Members whose difference is not in the plan, and why they are still reported as done. */
export type Elsewhere = readonly (readonly [pointer: RegExp, why: string])[];

/**
 * Where the report and the plan are not one truth: what is honoured or approximated has to make a difference to the plan,
 * what is ignored none. Each value of the requests is left out in turn. `executed`: what of a plan is done.
 */
export function untruths(
  requests: readonly unknown[],
  planOf: (request: unknown) => RunPlan,
  executed: (plan: RunPlan) => string,
  elsewhere: Elsewhere,
): readonly string[] {
  const wrong: string[] = [];
  for (const request of requests) {
    const plan = planOf(request);
    const whole = executed(plan);
    for (const path of pathsOf(request)) {
      const pointer = path.map((part) => `/${part}`).join('');
      const { level } = entryOf(plan.fidelity, pointer);
      const done = executed(planOf(without(request, path))) !== whole;
      if (level === 'ignored' && done) wrong.push(`${pointer} is ignored, but changes the plan`);
      const claims = level === 'honoured' || level === 'approximated';
      if (claims && !done && !elsewhere.some(([known]) => known.test(pointer))) {
        wrong.push(`${pointer} is ${level}, but does nothing`);
      }
    }
  }
  return wrong;
}

/** Members of a shape that are not among the patterns tried. Maps are a plain value of the shape, and have rows there. */
export function untriedOf(shape: string, tried: readonly string[]): readonly Path[] {
  return leaves(shape).filter(
    (path) => !tried.some((one) => one === patternOf(path) || one.startsWith(`${patternOf(path)}/`)),
  );
}

/** The smallest value that has something at this path. */
export function having(path: Path): unknown {
  return path.reduceRight<unknown>((value, part) => (typeof part === 'number' ? [value] : { [part]: value }), 'x');
}

/** What the report says of a member, by itself or by what it is part of. */
export function entryOf(fidelity: readonly Fidelity[], pointer: string): Fidelity {
  const entry = fidelity.find((one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
  if (entry === undefined) throw new Error(`${pointer} is not in the report`);
  return entry;
}

/** Paths to all plain values. */
export function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const rows: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((one: unknown, index) => [index, one] as const)
    : Object.entries(value);
  return rows.flatMap(([key, one]) => pathsOf(one, [...path, key]));
}

/** The same for all items of a list. */
export function patternOf(path: Path): string {
  return path.map((part) => (typeof part === 'number' ? '*' : part)).join('/');
}

/** The request without one value. */
function without(request: unknown, path: Path): unknown {
  const copy: unknown = structuredClone(request);
  let at = copy as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) at = at[part] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (Array.isArray(at)) at.splice(Number(last), 1);
  else Reflect.deleteProperty(at, last);
  return copy;
}
