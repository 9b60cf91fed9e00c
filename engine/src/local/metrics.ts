import type { MetricValue } from './state';

/** Longer lines are no metrics; a careless pattern must not stop the job's log. */
const LONGEST_LINE = 8192;

export interface Metrics {
  /** What the line says. */
  read(line: string, time: string): readonly MetricValue[];
  /** The last value of each metric, in the order of the definitions. */
  final(): readonly MetricValue[];
  /** Definitions whose pattern can't be used. */
  readonly unusable: readonly string[];
}

/** Finds metrics in log lines by the regular expressions of the request: the first group is the value. */
export function metricsOf(definitions: readonly { readonly name: string; readonly regex: string }[]): Metrics {
  const unusable: string[] = [];
  const patterns = definitions.flatMap(({ name, regex }) => {
    const pattern = compile(regex);
    if (pattern === undefined) unusable.push(name);
    return pattern === undefined ? [] : [{ name, pattern }];
  });
  const last = new Map<string, MetricValue>();
  return {
    unusable,
    read: (line, time) => {
      const found: MetricValue[] = [];
      if (line.length > LONGEST_LINE) return found;
      for (const { name, pattern } of patterns) {
        for (const match of line.matchAll(pattern)) {
          const value = Number.parseFloat(match[1] ?? match[0]);
          if (!Number.isFinite(value)) continue;
          found.push({ name, value, time });
        }
      }
      for (const one of found) last.set(one.name, one);
      return found;
    },
    final: () => definitions.flatMap(({ name }) => last.get(name) ?? []),
  };
}

/** Patterns are written for Python or Java; named groups are the one thing that JavaScript spells differently. */
function compile(regex: string): RegExp | undefined {
  try {
    return new RegExp(regex.replaceAll('(?P<', '(?<'), 'g');
  } catch {
    return undefined;
  }
}
