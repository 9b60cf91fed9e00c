import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inParallel } from '../local/in-parallel';
import type { ContainerPlan, ImagePlan, RunPlan } from '../plan/types';
import { UserError } from '../user-error';
import { benchFor } from './bench-for';
import { listTests } from './catalogue';
import { imageFacts, inspectImage } from './inspect-image';
import { moreTests } from './more-tests';
import { patienceFor } from './patience';
import { Results } from './results';
import { selectionOf } from './selection';
import { testServing } from './test-serving';
import type { ServingSubject } from './test-serving';
import { testTraining } from './test-training';
import type { ConformanceOptions, ConformanceResult } from './types';
import { modelMount, onHosts, withModelOf, withoutMissingModel } from './variants';

/** Seconds that a training may take when nothing else is said: it is a trial. */
const TRAIN_SECONDS = 600;
/** Containers that are tried at once, beside the first server. */
const AT_ONCE = 3;

/**
 * Runs an image as SageMaker does, and tells for each requirement whether it holds, in the order of `listTests`. Nothing
 * of it is left behind, also when the signal ends it. Throws a UserError when there is nothing to test, or when the
 * image can't be had.
 */
export async function testImage(given: ConformanceOptions, signal: AbortSignal): Promise<readonly ConformanceResult[]> {
  // The endpoint of a project that was never trained names a model that is still to come.
  const comes = given.training !== undefined && given.serving !== undefined;
  const options = comes ? { ...given, serving: withoutMissingModel(given.serving) } : given;
  const { training, serving, engine } = options;
  const selection = selectionOf(options.only);
  const plan = training ?? serving;
  const image = plan?.images[0];
  if (plan === undefined || image === undefined) throw new UserError('There is nothing to test.', 'Name an image.');
  if (serving?.serving !== undefined && !['single', 'multi-model'].includes(serving.serving.mode)) {
    throw new UserError(
      'The containers of a pipeline are tested one by one.',
      'Test each image by itself, as one that serves.',
    );
  }
  const results = new Results(options.guess, selection, (found) => {
    options.onResult?.(found);
  });
  const bench = benchFor(options, { ...plan, images: imagesOf(training, serving) });
  try {
    await bench.fetchImages(options.onNote, signal);
    await bench.makeNetwork();
    const found = await engine.images.inspect(image.local, signal);
    if (found === undefined) throw new UserError(`There is no image ${image.local}.`, 'Build or pull it.');
    const facts = imageFacts(found);
    results.add(undefined, inspectImage(facts, image.platform));
    options.onNote('inspected the image');
    const wants = (role: 'training' | 'inference') =>
      listTests([role]).some((it) => it.role === role && selection.wants(it.id));
    const serve = wants('inference') ? serving?.containers[0] : undefined;
    const train = training?.containers[0];
    const trainSeconds = options.timeoutSeconds ?? TRAIN_SECONDS;
    const host = train && (training.containers.length > 1 ? onHosts(train, 1)[0] : train);
    const needed = wants('training') || (serve !== undefined && modelMount(serve) === undefined);
    if (host !== undefined && needed) options.onNote('trying it with train');
    const trained =
      host === undefined || !needed ? undefined : await testTraining({ bench, plan: host, trainSeconds, signal });
    if (trained !== undefined) results.add('training', trained.results, trained.answered);
    const subject =
      serving === undefined || serve === undefined
        ? undefined
        : servingSubject(options, serving, {
            bench,
            plan: trained?.trained === true && host !== undefined ? withModelOf(host, serve) : serve,
            labels: facts.labels,
            selection,
            signal,
          });
    if (subject !== undefined) options.onNote('trying it with serve');
    const served = subject && (await testServing(subject));
    if (served !== undefined) results.add('inference', served.results, served.answered);
    const more = moreTests({
      options,
      selection,
      training: training &&
        host &&
        trained && { plan: training, train: host, end: trained.ended, seconds: trainSeconds },
      serving: subject && served?.healthy === true ? { subject, archive: archiveOf(serving) } : undefined,
      signal,
    });
    if (more.length > 0) options.onNote('trying it in other ways: two hosts, no network, another user …');
    await inParallel(more, AT_ONCE, async ({ role, run }) => {
      results.add(role, await run());
    });
    return results.all();
  } finally {
    await bench.clear();
  }
}

function servingSubject(
  { timeoutSeconds, payloads }: ConformanceOptions,
  serving: RunPlan,
  rest: Pick<ServingSubject, 'bench' | 'labels' | 'selection' | 'signal'> & { readonly plan: ContainerPlan },
): ServingSubject | undefined {
  const limits = serving.serving;
  if (limits === undefined) return undefined;
  return {
    ...rest,
    limits,
    startupSeconds: timeoutSeconds ?? patienceFor(rest.plan, limits.variants[0]?.startupSeconds),
    graceSeconds: serving.stopGraceSeconds,
    payloads,
    multiModel: limits.mode === 'multi-model',
  };
}

/** Both plans' images: two request documents may each say how the same one is built. */
function imagesOf(...plans: readonly (RunPlan | undefined)[]): readonly ImagePlan[] {
  const all = plans.flatMap((plan) => plan?.images ?? []);
  return all.filter(({ local }, index) => all.findIndex((one) => one.local === local) === index);
}

/** The first model of a multi-model endpoint whose models are on this machine. */
function archiveOf(serving: RunPlan | undefined): string | undefined {
  const folder = serving?.serving?.models?.folder;
  if (folder === undefined || !existsSync(folder)) return undefined;
  const name = readdirSync(folder)
    .sort()
    .find((it) => it.endsWith('.tar.gz'));
  return name === undefined ? undefined : join(folder, name);
}
