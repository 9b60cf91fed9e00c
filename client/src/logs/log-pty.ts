import { EventEmitter, l10n, window } from 'vscode';
import type { Pseudoterminal } from 'vscode';
import { outcomeOf, stop } from '../../../engine/src/session/by-kind';
import type { Outcome } from '../../../engine/src/session/by-kind';
import type { Change, SageMaker } from '../../../engine/src/sagemaker';
import type { Ref } from '../connections/connection';
import { readError } from '../show-error';
import { isUnfinished } from '../views/texts';
import { bad, cleared, good, heading, logText, remark } from './log-text';
import { metricsText } from './log-words';
import { requirementsIn } from './requirement-text';
import { paced } from './paced';

const CTRL_C = '\u0003';
const CTRL_L = '\u000c';

/** The log of a job or endpoint as a terminal: replayed from its start, followed to its end. Ctrl-C offers to stop it, Ctrl-L clears. */
export function createLogPty(ref: Ref): Pseudoterminal {
  const output = new EventEmitter<string>();
  const closed = new AbortController();
  const out = paced((text) => {
    output.fire(text);
  });
  return {
    onDidWrite: output.event,
    open: () => {
      const builds = ref.connection.onDidBuild?.(({ event }) => {
        if (event.kind === 'log') out.add(remark(event.text));
        if (event.kind === 'step' && event.state === 'running') out.add(remark(`→ ${event.name}`));
      });
      void follow(ref, out.add, closed.signal).finally(() => {
        builds?.dispose();
        out.flush();
      });
    },
    handleInput: (text) => {
      if (text === CTRL_C) void offerStop(ref, out.add);
      if (text === CTRL_L) out.add(cleared());
    },
    close: () => {
      closed.abort();
      out.dispose();
      output.dispose();
    },
  };
}

async function follow(ref: Ref, write: (text: string) => void, signal: AbortSignal): Promise<void> {
  write(heading(`${kindText(ref)} ${ref.name}`));
  let told: string | undefined;
  const news = ref.connection.onDidChange((change) => {
    const status = change.status ?? l10n.t('deleted');
    if (isOf(change, ref) && status !== told) write(remark(status));
    told = isOf(change, ref) ? status : told;
  });
  try {
    const sagemaker = await ref.connection.sagemaker();
    if (await definesMetrics(sagemaker, ref)) write(remark(metricsText()));
    // Of what is over, how it ended comes first: the log may be long.
    const before = await outcomeOf(sagemaker, ref.kind, ref.name);
    if (before.status === 'Failed') write(outcomeText(ref, before));
    const text = logText();
    for await (const line of sagemaker.logs(ref.kind, ref.name, signal)) write(text.lines([line]));
    if (!signal.aborted) write(outcomeText(ref, await settledOutcome(sagemaker, ref)));
  } catch (error) {
    if (signal.aborted) return;
    const { message, remedy } = readError(error);
    write(bad(remedy === undefined ? message : `${message}\n${remedy}`));
  } finally {
    news.dispose();
  }
}

/** How it ended; a failure with its reason, and with the words of the requirement that it breaks. */
function outcomeText({ name }: Ref, { status, reason }: Outcome): string {
  const said = `${name}: ${status ?? ''}${reason === undefined ? '' : `\n${reason}`}`;
  if (status !== 'Failed') return good(said);
  const broken = requirementsIn(reason ?? '').map(({ id, statement }) => remark(`${id} ${statement}`));
  return `${bad(said)}${broken.join('')}`;
}

async function definesMetrics(sagemaker: SageMaker, { kind, name }: Ref): Promise<boolean> {
  if (kind !== 'training-job') return false;
  const { AlgorithmSpecification } = await sagemaker.describeTrainingJob(name);
  return (AlgorithmSpecification?.MetricDefinitions ?? []).length > 0;
}

/** The log ends a moment before the job does: its artefacts are still being packed. */
async function settledOutcome(sagemaker: SageMaker, ref: Ref) {
  const controller = new AbortController();
  const changes = sagemaker.watch(controller.signal);
  try {
    const now = await outcomeOf(sagemaker, ref.kind, ref.name);
    if (!isUnfinished(now.status ?? '')) return now;
    for await (const change of changes) if (isOf(change, ref) && !isUnfinished(change.status ?? '')) break;
    return await outcomeOf(sagemaker, ref.kind, ref.name);
  } finally {
    controller.abort();
  }
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

async function offerStop(ref: Ref, write: (text: string) => void): Promise<void> {
  const isEndpoint = ref.kind === 'endpoint';
  const act = isEndpoint ? l10n.t('Delete Endpoint') : l10n.t('Stop Job');
  const question = isEndpoint ? l10n.t('Delete the endpoint {0}?', ref.name) : l10n.t('Stop {0}?', ref.name);
  if ((await window.showWarningMessage(question, { modal: true }, act)) !== act) return;
  try {
    await stop(await ref.connection.sagemaker(), ref.kind, ref.name);
  } catch (error) {
    write(bad(readError(error).message));
  }
}
