import { member } from '../member';

/** A training job of a chart, as the window's state keeps it over a reload. */
export interface ChartedJob {
  /** Id of its connection. */
  readonly connection: string;
  readonly name: string;
}

/** The jobs in the state that a page left; none when it is of another shape. */
export function readChartedJobs(state: unknown): readonly ChartedJob[] {
  const jobs = member(state, 'jobs');
  if (!Array.isArray(jobs)) return [];
  return jobs.flatMap((job: unknown) => {
    const connection = member(job, 'connection');
    const name = member(job, 'name');
    return typeof connection === 'string' && typeof name === 'string' ? [{ connection, name }] : [];
  });
}
