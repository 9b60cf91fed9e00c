import { tmpdir } from 'node:os';
import { MODEL_DIR } from '../../../contract/opt-ml';
import { STARTUP_TIMEOUT_SECONDS } from '../../../contract/serving';
import type { DockerEngine } from '../docker/engine';
import type { Owner } from '../docker/labels';
import type { LocalOptions } from '../local/options';
import { Workbench } from '../local/workbench';
import type { ContainerPlan, RunPlan } from '../plan/types';
import { UserError } from '../user-error';
import { imageFacts, inspectImage } from './inspect-image';
import { testServing } from './test-serving';
import { testTraining } from './test-training';
import type { TrainingResults } from './test-training';
import type { ConformanceResult, Payload, RoleResults } from './types';

export interface ConformanceOptions {
  readonly engine: DockerEngine;
  readonly owner: Owner;
  readonly build: LocalOptions['build'];
  readonly login?: NonNullable<LocalOptions['login']>;
  readonly hostUser?: string;
  /** Undefined: it is not tried. */
  readonly training: RunPlan | undefined;
  readonly serving: RunPlan | undefined;
  /** What the image plays is found out: a role that it does not answer to is no failure when it answers to the other. */
  readonly guess: boolean;
  readonly payloads: readonly Payload[];
  readonly slow: boolean;
  /** In place of the 8 minutes until healthy, and of the training’s own limit. */
  readonly timeoutSeconds?: number;
  readonly onNote: (note: string) => void;
}

/** Seconds that a training may take when nothing else is said: it is a trial. */
const TRAIN_SECONDS = 600;

/** Runs an image as SageMaker does, and tells for each requirement whether it holds. Nothing of it is left behind. */
export async function testImage(
  options: ConformanceOptions,
  signal: AbortSignal,
): Promise<readonly ConformanceResult[]> {
  const { training, serving, engine, timeoutSeconds } = options;
  const plan = training ?? serving;
  const image = plan?.images[0];
  if (plan === undefined || image === undefined) throw new UserError('There is nothing to test.', 'Name an image.');
  if (serving?.serving !== undefined && serving.serving.mode !== 'single') {
    throw new UserError(
      'Multi-model endpoints and pipelines are not tested yet.',
      'Test the image by itself: `test <image> --role inference`.',
    );
  }
  const bench = benchFor(options, plan);
  try {
    await bench.fetchImages(options.onNote, signal);
    await bench.makeNetwork();
    const found = await engine.images.inspect(image.local, signal);
    if (found === undefined) throw new UserError(`There is no image ${image.local}.`, 'Build or pull it.');
    const facts = imageFacts(found);
    options.onNote('inspected the image');
    const [train] = training?.containers ?? [];
    const trained = train && (await trial(options, bench, train, signal));
    const [serve] = serving?.containers ?? [];
    const limits = serving?.serving;
    if (serve !== undefined) options.onNote('trying it with serve');
    const served =
      serve === undefined || limits === undefined || serving === undefined
        ? undefined
        : await testServing({
            bench,
            plan: trained?.trained === true && train !== undefined ? withModelOf(train, serve) : serve,
            limits,
            startupSeconds: timeoutSeconds ?? limits.variants[0]?.startupSeconds ?? STARTUP_TIMEOUT_SECONDS.value,
            graceSeconds: serving.stopGraceSeconds,
            labels: facts.labels,
            payloads: options.payloads,
            signal,
          });
    return [...inspectImage(facts, image.platform), ...rolesPlayed([trained, served], options.guess)];
  } finally {
    await bench.clear();
  }
}

function trial(
  options: ConformanceOptions,
  bench: Workbench,
  plan: ContainerPlan,
  signal: AbortSignal,
): Promise<TrainingResults> {
  options.onNote('trying it with train');
  return testTraining({
    bench,
    plan,
    trainSeconds: options.timeoutSeconds ?? TRAIN_SECONDS,
    graceSeconds: options.training?.stopGraceSeconds ?? 0,
    slow: options.slow,
    signal,
  });
}

function benchFor(options: ConformanceOptions, plan: RunPlan): Workbench {
  const { engine, owner, build, login, hostUser } = options;
  const refuse = (): never => {
    throw new Error('a conformance test makes its plans before');
  };
  const local: LocalOptions = {
    storage: tmpdir(),
    engine: () => Promise.resolve(engine),
    planner: { training: refuse, processing: refuse, endpoint: refuse, transform: refuse, arn: refuse },
    owner,
    build,
    ...(login === undefined ? {} : { login }),
    ...(hostUser === undefined ? {} : { hostUser }),
  };
  const kind = plan.kind === 'training' ? 'training-job' : 'endpoint';
  return new Workbench(engine, local, kind, plan, () => Promise.resolve(undefined));
}

/** The model that was just trained is what is served, read-only as on SageMaker, unless another is named. */
function withModelOf(train: ContainerPlan, serve: ContainerPlan): ContainerPlan {
  const model = train.mounts.find((mount) => mount.type === 'volume' && mount.target === MODEL_DIR);
  if (model?.type !== 'volume' || serve.mounts.some((mount) => mount.target === MODEL_DIR)) return serve;
  return { ...serve, mounts: [...serve.mounts, { ...model, readOnly: true }] };
}

/** A role that an image does not play is not held against it, as long as it plays another. */
export function rolesPlayed(roles: readonly (RoleResults | undefined)[], guess: boolean): readonly ConformanceResult[] {
  const all = roles.filter((it) => it !== undefined);
  const one = all.some((it) => it.answered);
  return all.flatMap(({ results, answered }) => {
    if (answered || !guess || !one) return results;
    return results.map(({ remedy: _, ...it }) => ({
      ...it,
      outcome: 'skipped' as const,
      evidence: ['The image does not play this role; --role says otherwise.'],
    }));
  });
}
