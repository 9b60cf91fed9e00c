import type { Point } from './messages';

/** The values of one metric of one run, in the order of its log. */
export interface Series {
  readonly run: string;
  readonly metric: string;
  /** Undefined: all come from the same host. */
  readonly host: string | undefined;
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** The how manyeth value it is, from 1. */
  readonly step: number;
  /** Since the first value of its run. */
  readonly seconds: number;
  readonly value: number;
}

/** Divides what a run told by metric, and by host when several told it. */
export function seriesOf(run: string, points: readonly Point[]): readonly Series[] {
  const start = points[0]?.time ?? 0;
  const metrics = new Map<string, Map<string, Sample[]>>();
  for (const { metric, host, time, value } of points) {
    const hosts = metrics.get(metric) ?? new Map<string, Sample[]>();
    const samples = hosts.get(host) ?? [];
    samples.push({ step: samples.length + 1, seconds: Math.max(0, time - start) / 1000, value });
    metrics.set(metric, hosts.set(host, samples));
  }
  return [...metrics].flatMap(([metric, hosts]) =>
    [...hosts].map(([host, samples]) => ({ run, metric, host: hosts.size > 1 ? host : undefined, samples })),
  );
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Of many places, in the order of x, as many as can be told apart: in each column of pixels the first, the lowest, the
 * highest and the last.
 */
export function thinned(places: readonly Place[]): readonly Place[] {
  const kept: Place[] = [];
  let column: Place[] = [];
  const close = (): void => {
    const [first] = column;
    const last = column.at(-1);
    if (first === undefined || last === undefined) return;
    const low = column.reduce((a, b) => (b.y < a.y ? b : a));
    const high = column.reduce((a, b) => (b.y > a.y ? b : a));
    kept.push(...column.filter((it) => it === first || it === low || it === high || it === last));
  };
  for (const place of places) {
    if (column[0] !== undefined && Math.floor(column[0].x) !== Math.floor(place.x)) {
      close();
      column = [];
    }
    column.push(place);
  }
  close();
  return kept;
}

/** The sample that is nearest to `x`; `read` says where a sample is. Undefined: there is none. */
export function nearest(samples: readonly Sample[], x: number, read: (sample: Sample) => number): Sample | undefined {
  let low = 0;
  let high = samples.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const at = samples[middle];
    if (at !== undefined && read(at) <= x) low = middle;
    else high = middle;
  }
  const [a, b] = [samples[low], samples[high]];
  if (a === undefined || b === undefined) return a ?? b;
  return Math.abs(read(a) - x) <= Math.abs(read(b) - x) ? a : b;
}
