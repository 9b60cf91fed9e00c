import { COLOURS, DASHES } from '../chart-style';
import type { Point, Run, ToPage, View } from '../messages';
import { seriesOf } from '../series';
import type { Series } from '../series';

/** A line of the chart. */
export interface Line {
  readonly series: Series;
  readonly run: Run;
  /** `loss`, `loss · algo-2`; with the job's name when there are several. */
  readonly label: string;
  readonly colour: string;
  readonly dash: string;
}

/** All that the page knows. */
export class Model {
  readonly runs = new Map<string, Run>();
  private readonly points = new Map<string, Point[]>();
  private readonly divided = new Map<string, readonly Series[]>();

  constructor(public view: View) {}

  take(message: ToPage): void {
    if (message.type === 'run') {
      this.runs.set(message.run.id, message.run);
      return;
    }
    const known = this.points.get(message.run) ?? [];
    this.points.set(message.run, [...known.slice(0, message.from), ...message.points]);
    this.divided.delete(message.run);
  }

  get metrics(): readonly string[] {
    return [...new Set(this.allSeries().map(({ metric }) => metric))];
  }

  isHidden(what: string): boolean {
    return this.view.hidden.includes(what);
  }

  /** The lines that are drawn. One job: a colour for each metric; several: one for each job, and dashes by metric. */
  lines(): readonly Line[] {
    const ids = [...this.runs.keys()];
    const { metrics } = this;
    return this.allSeries().flatMap((series) => {
      const run = this.runs.get(series.run);
      if (run === undefined || this.isHidden(runKey(run.id)) || this.isHidden(metricKey(series.metric))) return [];
      const host = series.host === undefined ? '' : ` · ${series.host}`;
      const job = ids.length > 1 ? ` · ${run.name}` : '';
      return [{ series, run, label: `${series.metric}${host}${job}`, ...this.strokeOf(series, ids, metrics) }];
    });
  }

  strokeOf(
    { run, metric, host }: Pick<Series, 'run' | 'metric' | 'host'>,
    ids: readonly string[],
    metrics: readonly string[],
  ): { readonly colour: string; readonly dash: string } {
    const atRun = Math.max(0, ids.indexOf(run));
    const atMetric = Math.max(0, metrics.indexOf(metric));
    const atHost = host === undefined ? 0 : Number(/(\d+)$/.exec(host)?.[1] ?? 1) - 1;
    const main = ids.length > 1 ? atRun : atMetric;
    const second = (ids.length > 1 ? atMetric : 0) + atHost + Math.floor(main / COLOURS.length);
    return { colour: COLOURS[main % COLOURS.length] ?? 'blue', dash: DASHES[second % DASHES.length] ?? '' };
  }

  private allSeries(): readonly Series[] {
    return [...this.runs.keys()].flatMap((id) => {
      const known = this.divided.get(id) ?? seriesOf(id, this.points.get(id) ?? []);
      this.divided.set(id, known);
      return known;
    });
  }
}

export function runKey(id: string): string {
  return `run:${id}`;
}

export function metricKey(name: string): string {
  return `metric:${name}`;
}

/** What the page kept of its last life; the plainest view when it kept nothing. */
export function readView(state: unknown): View {
  const view: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'view') : undefined;
  if (typeof view !== 'object' || view === null) return { logarithmic: false, byTime: false, hidden: [] };
  const hidden: unknown = Reflect.get(view, 'hidden');
  return {
    logarithmic: Reflect.get(view, 'logarithmic') === true,
    byTime: Reflect.get(view, 'byTime') === true,
    hidden: Array.isArray(hidden) ? hidden.filter((it) => typeof it === 'string') : [],
  };
}
