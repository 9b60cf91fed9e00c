import type { AwsConnection } from '../../engine/src/aws/connection';
import type { Launched, LaunchProgress, LaunchTools } from '../../engine/src/aws/launch';
import type { LaunchPlan, PlannedPush } from '../../engine/src/aws/launch-plan';
import type { PreflightItem } from '../../engine/src/aws/preflight-types';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { sizeText } from '../../engine/src/session/size-text';
import { connect, loadAws } from './aws';
import type { Aws } from './aws';
import { confirm } from './confirm';
import { loadEngine } from './engine';
import type { Engine } from './engine';
import { buildReporter, progressOn } from './progress';
import type { Progress } from './progress';
import { planLines } from './push-command';
import type { Options } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** Everything for a launch. */
interface LaunchRun {
  readonly aws: Aws;
  readonly engine: Engine;
  readonly connection: AwsConnection;
  readonly plan: LaunchPlan;
  readonly options: Options;
  readonly progress: Progress;
}

/**
 * Shows what a launch does and how things stand, asks, and launches; answers undefined when it was not launched. Something
 * that failed beforehand is never launched.
 */
async function runLaunch(run: LaunchRun, terminal: Terminal): Promise<Launched | undefined> {
  const { aws, engine, connection, plan, options, progress } = run;
  const signal = terminal.interruption();
  const sagemaker = aws.awsSageMaker(connection);
  const kept = plan.pushes.filter((it) => targetOf(it, options) === undefined).map(({ image }) => image.requested);
  for (const line of launchLines(plan, kept)) progress.line(line);
  const storage = engine.storageFolder(terminal.env);
  const items = await aws.preflight(
    plan,
    { connection, sagemaker, storage, probeOutputs: false, keptImages: kept },
    ({ title }) => {
      progress.passing(`checked: ${title}`);
    },
    signal,
  );
  for (const item of items) progress.line(itemLine(item));
  if (items.some((it) => it.status === 'failed')) {
    progress.line('Nothing was launched: correct what has failed.');
    if (items.some(({ id, status }) => status === 'failed' && id.startsWith('role/'))) {
      progress.line(await adviceOnRole(run, signal));
    }
    return undefined;
  }
  if (options.flag('dry-run')) return undefined;
  const { account } = await connection.identity(signal);
  const price = items.find((it) => it.id === 'price')?.detail ?? '';
  const question = `Launch ${plan.needs.name} in account ${account}, ${connection.name.region}? ${price}`;
  if (!(await confirm(question, options.flag('yes'), terminal))) return undefined;
  const docker = once(() => engine.connectEngine(signal));
  try {
    const tools = { connection, sagemaker, engine: docker.ask, ...answers(run, docker.ask) };
    return await aws.launch(plan, tools, show(progress), signal);
  } finally {
    (await docker.asked()?.catch(() => undefined))?.close();
  }
}

/** How a role for it is made. */
async function adviceOnRole({ aws, connection, plan }: LaunchRun, signal: AbortSignal): Promise<string> {
  const { account, partition } = await connection.identity(signal);
  return `\n${aws.roleAdvice(plan.needs, { partition, account, region: connection.name.region })}`;
}

/** What is launched, and where. */
export type PlanOf = (aws: Aws, connection: AwsConnection) => LaunchPlan | Promise<LaunchPlan>;

/** Opens the connection, plans, launches and prints the ARN; answers the exit code. */
export async function launchPlanned(planOf: PlanOf, options: Options, terminal: Terminal): Promise<number> {
  const engine = await loadEngine();
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  const progress = progressOn(terminal);
  try {
    const plan = await planOf(aws, connection);
    const launched = await runLaunch({ aws, engine, connection, plan, options, progress }, terminal);
    if (launched === undefined) return options.flag('dry-run') ? 0 : 1;
    terminal.write(`${launched.arn}\n`);
    return 0;
  } finally {
    progress.end();
    connection.close();
  }
}

/** What a launch does not decide by itself is on the command line; what it builds is built as a run here would. */
function answers(
  { engine, options, progress }: LaunchRun,
  docker: () => Promise<DockerEngine>,
): Pick<LaunchTools, 'questions' | 'build'> {
  return {
    questions: {
      target: (push) => Promise.resolve(targetOf(push, options)),
      mayPush: (plan) => {
        for (const line of planLines(plan)) progress.line(line);
        // The launch was agreed to, and with it what it pushes.
        return Promise.resolve(true);
      },
    },
    build: (image, platform, signal) =>
      engine.buildPlanned(docker, { ...image, platform }, { signal, onEvent: buildReporter(progress) }),
  };
}

/** Where an image goes. A digest is no place to push to, but the image that it names is there. */
function targetOf({ image, target }: PlannedPush, options: Options): string | undefined {
  const named = options.text('to') ?? target;
  if (named !== undefined || image.requested.includes('@')) return named;
  throw new UsageError(`Say where ${image.requested} goes: --to <repository>[:<tag>].`);
}

function launchLines({ needs, uploads, pushes }: LaunchPlan, kept: readonly string[]): readonly string[] {
  const sent = pushes.filter(({ image }) => !kept.includes(image.requested));
  return [
    ...kept.map((image) => `keep    ${image}; with --to, what the overlay has for it is pushed instead`),
    ...sent.map(({ image }) => `push    ${image.build?.dockerfile ?? image.local} for ${image.requested}`),
    ...uploads.map(({ from, to }) => `upload  ${from} to ${to}`),
    ...needs.creates.map(({ what, name }) => `create  ${what} ${name}`),
  ];
}

const MARKS = { passed: 'ok     ', warning: 'warning', failed: 'failed ', unknown: 'unknown' } as const;

function itemLine({ title, status, detail, remedy }: PreflightItem): string {
  return `${MARKS[status]} ${title}: ${detail}${remedy === undefined ? '' : ` ${remedy}`}`;
}

function show(progress: Progress): (event: LaunchProgress) => void {
  return (event) => {
    switch (event.step) {
      case 'build':
        progress.line(`Building ${event.image.local}.`);
        break;
      case 'push': {
        const { done, layers, current, total } = event.progress;
        progress.passing(`${done} of ${layers.length} layers, ${sizeText(current)} of ${sizeText(total)}`);
        break;
      }
      case 'pushed':
        progress.line(`Pushed ${event.pushed.uri}.`);
        break;
      case 'upload': {
        const { filesDone, files, current, total } = event.progress;
        progress.passing(`${filesDone} of ${files} files, ${sizeText(current)} of ${sizeText(total)}`);
        break;
      }
      case 'uploaded': {
        const { sent, skipped, others, to } = event.uploaded;
        progress.line(`Uploaded ${sent} files to ${to}; ${skipped} were there already.`);
        if (others.length > 0) progress.line(`${others.length} other objects are below ${to}; the job reads them too.`);
        break;
      }
      case 'created':
        progress.line(`Created ${event.creation.what} ${event.creation.name}.`);
        break;
    }
  };
}

/** The engine is looked for when something is built or pushed, and closed when it was. */
function once<T>(open: () => Promise<T>): {
  readonly ask: () => Promise<T>;
  readonly asked: () => Promise<T> | undefined;
} {
  let opened: Promise<T> | undefined;
  return {
    ask: () => {
      opened ??= open();
      return opened;
    },
    asked: () => opened,
  };
}
