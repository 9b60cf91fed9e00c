import type { AwsConnection } from '../../engine/src/aws/connection';
import type { Launched, LaunchTools } from '../../engine/src/aws/launch';
import type { LaunchPlan } from '../../engine/src/aws/launch-plan';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { AWS_OPTIONS, connect, loadAws } from './aws';
import type { Aws } from './aws';
import { confirm } from './confirm';
import { loadEngine } from './engine';
import type { Engine } from './engine';
import { targetsOf } from './launch-targets';
import type { Targets } from './launch-targets';
import { itemLine, launchLines, launchReporter } from './launch-texts';
import { buildReporter, progressOn } from './progress';
import type { Progress } from './progress';
import { planLines } from './push-command';
import type { OptionName, Options } from './read-options';
import type { Terminal } from './terminal';

/** What every launch takes. */
export const LAUNCH_OPTIONS = [
  ...AWS_OPTIONS,
  'to',
  'push',
  'keep-images',
  'create-bucket',
  'probe',
  'update',
  'yes',
  'dry-run',
] as const satisfies readonly OptionName[];

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
  const targets = await targetsOf(plan, options, terminal);
  const kept = plan.pushes.filter((it) => !targets.has(it)).map(({ image }) => image.requested);
  const createsBucket = options.flag('create-bucket');
  for (const line of launchLines(plan, kept)) progress.line(line);
  const storage = engine.storageFolder(terminal.env);
  const items = await aws.preflight(
    plan,
    { connection, sagemaker, storage, probeOutputs: options.flag('probe'), createsBucket, keptImages: kept },
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
    const tools = { connection, sagemaker, engine: docker.ask, createsBucket, ...answers(run, targets, docker.ask) };
    return await aws.launch(plan, tools, launchReporter(progress), signal);
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
    const planned = await planOf(aws, connection);
    const plan = options.flag('update') ? aws.asUpdate(planned, new Date()) : planned;
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
  { engine, progress }: LaunchRun,
  targets: Targets,
  docker: () => Promise<DockerEngine>,
): Pick<LaunchTools, 'questions' | 'build'> {
  return {
    questions: {
      target: (push) => Promise.resolve(targets.get(push)),
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
