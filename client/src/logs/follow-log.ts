import { l10n } from 'vscode';
import { outcomeOf, unlessMissing } from '../../../engine/src/session/by-kind';
import type { Outcome } from '../../../engine/src/session/by-kind';
import type { Change, SageMaker } from '../../../engine/src/sagemaker';
import type { Ref } from '../connections/connection';
import { untilSettled } from '../connections/until-settled';
import { loadEngine } from '../engine/load-engine';
import { errorText } from '../show-error';
import { bad, good, heading, logText, remark } from './log-text';
import { metricsText } from './log-words';
import { requirementsIn } from './requirement-text';

/**
 * Tells of a job or endpoint from its start to its end: its builds, states and lines, and how it ended. Never rejects: what
 * went wrong is told. Answers how it ended; undefined: the signal came first, or it could not be followed.
 */
export async function followLog(
  ref: Ref,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  write(heading(`${kindText(ref)} ${ref.name}`));
  let told: string | undefined;
  /** `undefined`: it was deleted. */
  const tell = (status: string | undefined): void => {
    const text = status ?? l10n.t('deleted');
    if (text !== told) write(remark(text));
    told = text;
  };
  const news = ref.connection.onDidChange((change) => {
    if (isOf(change, ref)) tell(change.status);
  });
  const builds = ref.connection.onDidBuild?.((build) => {
    if (ref.connection.isBuildOf?.(ref.kind, ref.name, build) !== true) return;
    const { event } = build;
    if (event.kind === 'log') write(remark(event.text));
    if (event.kind === 'step' && event.state === 'running') write(remark(`→ ${event.name}`));
  });
  try {
    const sagemaker = await ref.connection.sagemaker();
    if (await definesMetrics(sagemaker, ref)) write(remark(metricsText()));
    // Of what is over, how it ended comes first: the log may be long.
    const before = await outcomeOf(sagemaker, ref.kind, ref.name);
    if (before.status === 'Failed') write(await outcomeText(ref, before));
    // The news of it may come after the first lines, and would then stand among them.
    else if (before.status !== undefined) tell(before.status);
    const text = logText();
    for await (const line of sagemaker.logs(ref.kind, ref.name, signal)) write(text.lines([line]));
    if (signal.aborted) return undefined;
    // The log ends a moment before the job does: its artefacts are still being packed.
    const after = await unlessMissing(untilSettled(ref, signal));
    if (after === undefined) tell(undefined);
    else write(await outcomeText(ref, after));
    return after;
  } catch (error) {
    if (signal.aborted) return undefined;
    write(bad(errorText(error, '\n')));
    return undefined;
  } finally {
    news.dispose();
    builds?.dispose();
  }
}

/** How it ended; a failure with its reason, and with the words of the requirement that it breaks. */
async function outcomeText({ name }: Ref, { status, reason }: Outcome): Promise<string> {
  const said = `${name}: ${status ?? ''}${reason === undefined ? '' : `\n${reason}`}`;
  if (status !== 'Failed') return good(said);
  const broken = requirementsIn(reason ?? '', await loadEngine()).map(({ id, statement }) =>
    remark(`${id} ${statement}`),
  );
  return `${bad(said)}${broken.join('')}`;
}

async function definesMetrics(sagemaker: SageMaker, { kind, name }: Ref): Promise<boolean> {
  if (kind !== 'training-job') return false;
  const { AlgorithmSpecification } = await sagemaker.describeTrainingJob(name);
  return (AlgorithmSpecification?.MetricDefinitions ?? []).length > 0;
}

function isOf(change: Change, ref: Ref): boolean {
  return change.kind === ref.kind && change.name === ref.name;
}

function kindText({ kind }: Ref): string {
  switch (kind) {
    case 'training-job':
      return l10n.t('Training job');
    case 'processing-job':
      return l10n.t('Processing job');
    case 'transform-job':
      return l10n.t('Batch transform job');
    case 'endpoint':
      return l10n.t('Endpoint');
  }
}
