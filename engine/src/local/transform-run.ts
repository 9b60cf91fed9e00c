import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunPlan, TransformPlan } from '../plan/types';
import { UserError } from '../user-error';
import { listObjects } from './data-objects';
import type { DataObject } from './data-object';
import { endFleet, guard, startFleet } from './endpoint-run';
import type { Fleet } from './endpoint-run';
import type { JobRun, Verdict } from './job-types';
import { reasonOf } from './reason';
import { shardOf } from './shuffle-order';
import type { HostState, State } from './state';
import { associationOf } from './transform-associate';
import { deathKnown } from './transform-death';
import { transformOnHost } from './transform-host';
import { parametersOf, parametersText } from './transform-parameters';

/** Where the answers go. */
export function outputFolderOf({ transform }: RunPlan, jobFolder: string): string {
  return transform?.outputFolder ?? join(jobFolder, 'artifacts');
}

type End = Pick<Verdict, 'status' | 'failureReason'>;

/**
 * Runs a batch transform job: starts the model on each of its hosts, deals the input out to them, and writes one `.out` for
 * each object. Never throws: how it ended is in its state.
 */
export async function runTransform(run: JobRun): Promise<void> {
  const { recorder, plan } = run;
  const folder = outputFolderOf(plan, run.folder);
  const end = await ended(run, folder);
  const uri = plan.transform?.outputUri ?? '';
  await recorder.update((state): State => ({
    ...state,
    ...end,
    hosts: [],
    ended: new Date().toISOString(),
    // A later job finds the answers under their S3 URI, also those of a job that failed half way.
    ...(existsSync(folder) ? { artefacts: { output: folder }, uploads: { [uri]: folder } } : {}),
  }));
}

async function ended(run: JobRun, folder: string): Promise<End> {
  const { plan, recorder } = run;
  try {
    const { transform } = plan;
    if (transform === undefined) throw new Error('the plan has no transform');
    const objects = await inputOf(run, transform);
    const fleet = await startFleet({ ...run }, run.stop);
    try {
      await recorder.update((state) => ({ ...state, started: new Date().toISOString(), hosts: fleet.states }));
      const errors = await transformAll(run, fleet, transform, objects, folder);
      for (const { message } of errors) recorder.note(message);
      return errors.length === 0 ? { status: 'Completed' } : failure(errors, objects.length);
    } finally {
      await endFleet(fleet);
    }
  } catch (error) {
    return run.stop.aborted ? { status: 'Stopped' } : { status: 'Failed', failureReason: reasonOf(error) };
  }
}

/** Listed before the model starts: input that isn't there is known at once. */
async function inputOf(run: JobRun, transform: TransformPlan): Promise<readonly DataObject[]> {
  const { inputFolder, inputUri, manifest, folders } = transform;
  const source = inputFolder ?? inputUri;
  const objects = await listObjects({ source, manifest, folders }, run.bench.reach, run.stop);
  if (objects.length > 0) return objects;
  throw new UserError(
    `There is no file below “${source}”; on SageMaker the job fails as well.`,
    `Put the input there, or name another folder for ${inputUri} in \`s3\` of the overlay.`,
  );
}

async function transformAll(
  run: JobRun,
  fleet: Fleet,
  transform: TransformPlan,
  objects: readonly DataObject[],
  folder: string,
): Promise<readonly Error[]> {
  const broken = new AbortController();
  guard(fleet, (why) => {
    broken.abort(new UserError(why.replace(/^ClientError: /, ''), 'The container’s log says more.'));
  });
  const signal = AbortSignal.any([run.stop, broken.signal]);
  const hosts = hostsOf(run.plan, fleet.states);
  const parameters = await parametersOf(fleet.states[0], transform, signal);
  run.recorder.note(parametersText(parameters));
  const association = associationOf(transform);
  const works = hosts.map(async (containers, index) => {
    const mine = shardOf(objects, { index, of: hosts.length });
    const job = run.plan.name;
    const work = { containers, objects: mine, plan: transform, parameters, association, job, folder };
    return transformOnHost(work, signal);
  });
  const ends = await Promise.allSettled(works);
  const errors = ends.flatMap((end) => {
    if (end.status === 'fulfilled') return end.value;
    throw end.reason;
  });
  if (errors.length > 0) {
    await deathKnown(fleet, signal);
    signal.throwIfAborted();
  }
  return errors;
}

/** The containers of each host: a host is a variant of the plan. */
function hostsOf(plan: RunPlan, states: readonly HostState[]): readonly (readonly HostState[])[] {
  const variants = plan.serving?.variants ?? [];
  return variants.map(({ containers }) => containers.flatMap((name) => states.find(({ host }) => host === name) ?? []));
}

function failure(errors: readonly Error[], objects: number): End {
  const [first] = errors;
  const others = errors.length === 1 ? '' : ` (${errors.length} of ${objects} objects failed; this is the first.)`;
  return { status: 'Failed', failureReason: `${reasonOf(first)}${others}` };
}
