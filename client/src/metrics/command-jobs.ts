import { member } from '../member';
import type { ChartedJob } from './charted-job';

/** The training jobs among what a command was called on: rows of a tree, or references to jobs. */
export function jobsIn(targets: readonly unknown[]): readonly ChartedJob[] {
  const found = targets.flatMap((target) => {
    const connection = text(member(target, 'connection'), 'id');
    const row = member(target, 'row') ?? target;
    const name = text(row, 'name');
    if (connection === undefined || name === undefined || text(row, 'kind') !== 'training-job') return [];
    return [{ connection, name }];
  });
  const unique = new Map(found.map((job) => [`${job.connection}/${job.name}`, job]));
  return [...unique.values()];
}

function text(value: unknown, name: string): string | undefined {
  const it = member(value, name);
  return typeof it === 'string' ? it : undefined;
}
