import type { LaunchNote, LaunchPlan } from './launch-plan';

/**
 * The plan without archives that the overlay names and this machine does not have: an endpoint may name the model of a job
 * that only ran at AWS. They have to be in S3 then, which is checked before a launch. Pure but for `exists`, which tells
 * whether there is a file or folder at an absolute path.
 */
export function withoutMissing(plan: LaunchPlan, exists: (path: string) => boolean): LaunchPlan {
  const missing = plan.uploads.filter(({ as, from }) => as === 'archive' && !exists(from));
  if (missing.length === 0) return plan;
  const notes = missing.map(({ from, to }): LaunchNote => ({
    severity: 'info',
    message: `There is no “${from}” on this machine, so ${to} is taken as it is in S3.`,
    remedy: 'Correct the path in the overlay (`<name>.local.json`), if it is to be uploaded.',
  }));
  return {
    ...plan,
    uploads: plan.uploads.filter((it) => !missing.includes(it)),
    notes: [...plan.notes, ...notes],
  };
}
