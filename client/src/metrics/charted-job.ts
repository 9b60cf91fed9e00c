/** A training job of a chart, as the window's state keeps it over a reload. */
export interface ChartedJob {
  /** Id of its connection. */
  readonly connection: string;
  readonly name: string;
}

/** The jobs in the state that a page left; none when it is of another shape. */
export function readChartedJobs(state: unknown): readonly ChartedJob[] {
  const jobs: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'jobs') : undefined;
  if (!Array.isArray(jobs)) return [];
  return jobs.flatMap((job: unknown) => {
    if (typeof job !== 'object' || job === null) return [];
    const connection: unknown = Reflect.get(job, 'connection');
    const name: unknown = Reflect.get(job, 'name');
    return typeof connection === 'string' && typeof name === 'string' ? [{ connection, name }] : [];
  });
}
