import type { ContainerEnd } from '../docker/exit-problem';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan, RunPlan } from '../plan/types';
import { onOwnBench } from './bench-for';
import { result } from './catalogue';
import type { TestId } from './catalogue';
import { serveIsolated, serveManyModels, serveOnPort, serveRootless } from './more-serving';
import { stopTraining, trainFromPipes, trainIsolated, trainOnHosts } from './more-training';
import type { MoreTraining } from './more-training';
import { runHosts } from './run-hosts';
import type { Selection } from './selection';
import type { ServingSubject } from './test-serving';
import { timed } from './timed';
import type { ConformanceOptions, ConformanceResult, ConformanceRole } from './types';
import { modelMount, onHosts, withModelOf } from './variants';

export interface Tried {
  readonly options: ConformanceOptions;
  readonly selection: Selection;
  /** Undefined: not tried. `end`: of a training that succeeded. */
  readonly training:
    | {
        readonly plan: RunPlan;
        readonly train: ContainerPlan;
        readonly end: ContainerEnd | undefined;
        readonly seconds: number;
      }
    | undefined;
  /** Undefined: not tried, or not healthy. */
  readonly serving: { readonly subject: ServingSubject; readonly archive: string | undefined } | undefined;
  readonly signal: AbortSignal;
}

export interface MoreTest {
  readonly role: ConformanceRole;
  readonly run: () => Promise<readonly ConformanceResult[]>;
}

/** A training that takes longer is not repeated unasked. */
const QUICK_SECONDS = 30;
const LONG = 'The training takes long, so it is repeated only when that is asked for.';

/** What is tried with containers of its own, once the image is known to train or serve at all. */
export function moreTests(tried: Tried): readonly MoreTest[] {
  return [...trainingTests(tried), ...servingTests(tried)];
}

function trainingTests(tried: Tried): readonly MoreTest[] {
  const { training, options, selection, signal } = tried;
  if (training === undefined) return [];
  const { plan, end } = training;
  const more: MoreTraining = { ...training, options, signal };
  const test = (id: TestId, unlessSkipped: string | undefined, run: () => Promise<ConformanceResult>): MoreTest => ({
    role: 'training',
    run: async () => {
      if (!selection.wants(id)) return [];
      if (end === undefined) return [result(id, 'skipped', ['The training did not succeed.'])];
      if (unlessSkipped !== undefined && !selection.asked(id)) return [result(id, 'skipped', [unlessSkipped])];
      return [await timed(run)];
    },
  });
  const long = mayRepeat(tried) ? undefined : LONG;
  const usesPipes = training.train.mounts.some((mount) => mount.type === 'pipe');
  return [
    test('train-stops', options.slow ? undefined : 'It takes minutes, so it is done only when it is asked for.', () =>
      stopTraining(more),
    ),
    test('train-two-hosts', plan.containers.length > 1 ? undefined : long, async () => {
      const needed = plan.containers.length > 1 || selection.asked('train-two-hosts');
      return held(needed, 'Only a job of several hosts needs it.', await trainOnHosts(more));
    }),
    test('train-isolated', plan.network?.internal === true ? undefined : long, async () => {
      if (plan.network?.internal === true) return result('train-isolated', 'passed', ['The request asks for it.']);
      const found = await isolated(tried, plan, (bench) => trainIsolated(more, bench));
      return held(selection.asked('train-isolated'), 'Only a job with EnableNetworkIsolation needs it.', found);
    }),
    test('train-pipe', usesPipes ? undefined : 'The request does not ask for Pipe mode.', () =>
      usesPipes
        ? Promise.resolve(result('train-pipe', 'passed', ['The request asks for it, and the training succeeded.']))
        : trainFromPipes(more),
    ),
  ];
}

function servingTests(tried: Tried): readonly MoreTest[] {
  const { serving, options, selection } = tried;
  if (serving === undefined) return [];
  const { subject, archive } = serving;
  const plan = options.serving;
  const wants = (ids: readonly TestId[], run: () => Promise<readonly ConformanceResult[]>): MoreTest => ({
    role: 'inference',
    run: () => (ids.some((id) => selection.wants(id)) ? run() : Promise.resolve([])),
  });
  const models: readonly TestId[] = ['models-load', 'models-list', 'models-invoke', 'models-unload'];
  return [
    wants(['bind-to-port'], async () => [await timed(() => serveOnPort(subject))]),
    wants(models, () => serveManyModels(subject, archive)),
    wants(['serve-rootless'], async () => {
      const needed = plan?.serving?.serverless === true || selection.asked('serve-rootless');
      return [held(needed, 'Only a serverless endpoint needs it.', await timed(() => serveRootless(subject)))];
    }),
    wants(['serve-isolated'], async () => {
      const needed = plan?.network?.internal === true || selection.asked('serve-isolated');
      const found = await timed(() => servingIsolated(tried, subject));
      return [held(needed, 'Only an endpoint with EnableNetworkIsolation needs it.', found)];
    }),
  ];
}

/** A model that comes from training is trained anew: volumes belong to one bench. */
async function servingIsolated(tried: Tried, subject: ServingSubject): Promise<ConformanceResult> {
  const { training, options, selection, signal } = tried;
  const serve = options.serving?.containers[0];
  if (options.serving === undefined || serve === undefined) throw new Error('there is a server without a plan');
  if (options.serving.network?.internal === true) {
    return result('serve-isolated', 'passed', ['The request asks for it.']);
  }
  const trained = modelMount(subject.plan)?.type === 'volume' && modelMount(serve) === undefined;
  if (!trained || training === undefined) {
    return isolated(tried, options.serving, (bench) => serveIsolated(subject, bench, subject.plan));
  }
  if (!mayRepeat(tried) && !selection.asked('serve-isolated')) return result('serve-isolated', 'skipped', [LONG]);
  const [host = training.train] = onHosts(training.train, 1);
  return isolated(tried, training.plan, async (bench) => {
    const end = await runHosts(bench, [host], training.seconds, signal);
    if (end.kind === 'failed') return result('serve-isolated', 'skipped', ['It does not train without a network.']);
    return serveIsolated(subject, bench, withModelOf(host, serve));
  });
}

function isolated(
  { options, signal }: Tried,
  plan: RunPlan,
  act: (bench: Workbench) => Promise<ConformanceResult>,
): Promise<ConformanceResult> {
  return onOwnBench(options, plan, { network: { label: plan.name, internal: true } }, signal, act);
}

function mayRepeat({ training, options }: Tried): boolean {
  const { startedAt, finishedAt } = training?.end ?? {};
  if (options.slow || startedAt === undefined || finishedAt === undefined) return options.slow;
  return finishedAt.getTime() - startedAt.getTime() < QUICK_SECONDS * 1000;
}

/** What nobody asked for is only told. */
function held(needed: boolean, why: string, found: ConformanceResult): ConformanceResult {
  if (needed || found.outcome !== 'failed') return found;
  const { remedy, ...rest } = found;
  const advice = remedy === undefined ? [] : [remedy];
  return { ...rest, outcome: 'skipped', evidence: [...found.evidence, ...advice, why] };
}
