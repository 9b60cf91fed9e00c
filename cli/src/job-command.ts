import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunPlan } from '../../engine/src/plan/types';
import type { RequestDocument } from '../../engine/src/requests/types';
import { outcomeOf, remove, unlessMissing } from '../../engine/src/session/by-kind';
import { createFrom, forgetParts } from '../../engine/src/session/create';
import { storageFolder } from '../../engine/src/session/storage-folder';
import { INTERRUPTED } from './failure';
import { prepare } from './run-preparation';
import type { Prepared } from './run-preparation';
import { showLogs } from './show-logs';
import type { Command, Terminal } from './terminal';

type JobKind = Exclude<RequestDocument['kind'], 'endpoint'>;

/** `train`: runs a training job to its end. */
export const trainCommand: Command = (args, terminal) => run('training-job', args, terminal);
/** `process`: the same for a processing job. */
export const processCommand: Command = (args, terminal) => run('processing-job', args, terminal);
/** `transform`: the same for a batch transform job. */
export const transformCommand: Command = (args, terminal) => run('transform-job', args, terminal);

async function run(kind: JobKind, args: readonly string[], terminal: Terminal): Promise<number> {
  const signal = terminal.interruption();
  const prepared = await prepare(kind, args, terminal);
  const { local, plan, options, progress } = prepared;
  const { name } = plan;
  const { sagemaker } = local;
  try {
    if (options.flag('replace')) await unlessMissing(remove(sagemaker, kind, name));
    await forgetParts(sagemaker, prepared.job.document);
    await createFrom(sagemaker, prepared.job.document, signal);
    progress.line(`${name}: started.`);
    const over = new AbortController();
    const phases = showPhases(prepared, kind, over.signal);
    phases.catch(() => undefined);
    // To the end of the job, also after Ctrl-C: what it says while it is stopped belongs to it.
    await showLogs(sagemaker, kind, name, terminal, over.signal);
    await sagemaker.settled(kind, name);
    over.abort();
    await phases;
    return await conclude(prepared, kind, signal, terminal);
  } finally {
    await local.close();
    await forgetParts(sagemaker, prepared.job.document);
  }
}

/** States whose sentence is the last of the command anyway. */
const ENDS: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped']);

/** Where a training job is, as it says itself; the other kinds say nothing of it. */
async function showPhases({ local, plan, progress }: Prepared, kind: JobKind, signal: AbortSignal): Promise<void> {
  if (kind !== 'training-job') return;
  let shown = 0;
  for await (const change of local.sagemaker.watch(signal)) {
    if (change.kind !== kind || change.name !== plan.name) continue;
    const { SecondaryStatusTransitions: all = [] } = await local.sagemaker.describeTrainingJob(plan.name);
    for (const { Status = '', StatusMessage = '' } of all.slice(shown)) {
      if (!ENDS.has(Status)) progress.line(`${Status}: ${StatusMessage}`);
    }
    shown = all.length;
  }
}

/** Says how it ended and what it left; answers the exit code. */
async function conclude(
  { local, plan, progress }: Prepared,
  kind: JobKind,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<number> {
  const outcome = await unlessMissing(outcomeOf(local.sagemaker, kind, plan.name));
  const { status = 'gone', reason } = outcome ?? {
    reason: 'It was deleted while it ran, so its containers were ended.',
  };
  progress.line(`${plan.name}: ${status}.${reason === undefined ? '' : ` ${reason}`}`);
  if (status === 'Completed') {
    for (const path of leftBy(plan, kind, terminal)) progress.line(path);
    return 0;
  }
  if (signal.aborted) return INTERRUPTED;
  return exitCodeIn(reason) ?? 1;
}

/** Files and folders that the job left on this machine. */
function leftBy(plan: RunPlan, kind: JobKind, { env }: Terminal): readonly string[] {
  const own = join(storageFolder(env), 'jobs', kind, plan.name, 'artifacts');
  const outputs = plan.transform === undefined ? [] : [plan.transform.outputFolder ?? own];
  const artefacts = plan.artefacts.flatMap(({ name, folder }) => {
    const inside = join(folder ?? own, name);
    return existsSync(inside) ? [inside] : (folder ?? []);
  });
  return [...artefacts, ...outputs].filter((path) => existsSync(path));
}

/** The container's own, where the reason ends with it. */
export function exitCodeIn(reason: string | undefined): number | undefined {
  const code = Number(/exit code: (\d{1,3})$/.exec(reason ?? '')?.[1]);
  return code > 0 && code < 256 ? code : undefined;
}
