import type { LaunchPlan, PlannedPush } from '../../engine/src/aws/launch-plan';
import { canAsk } from './ask-choice';
import { confirm } from './confirm';
import type { Options } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** Where the images of this machine go; those that are not in it stay as the request names them. */
export type Targets = ReadonlyMap<PlannedPush, string>;

/**
 * Decides where each image goes: where --to says, to the repository of ECR that the request names, or under its own name
 * with --push. Somebody at the terminal is asked instead.
 */
export async function targetsOf({ pushes }: LaunchPlan, options: Options, terminal: Terminal): Promise<Targets> {
  const targets = new Map<PlannedPush, string>();
  for (const push of pushes) {
    const target = await targetOf(push, options, terminal);
    if (target !== undefined) targets.set(push, target);
  }
  return targets;
}

async function targetOf(
  { image, target }: PlannedPush,
  options: Options,
  terminal: Terminal,
): Promise<string | undefined> {
  const to = options.text('to');
  // That of deploy is where a model goes.
  if (to?.startsWith('s3://') === false) return to;
  const isInEcr = target !== undefined || image.requested.includes('@');
  // A digest is no place to push to, but the image that it names is there.
  if (isInEcr) return options.flag('keep-images') ? undefined : target;
  const own = ownName(image.requested);
  if (options.flag('push')) return own;
  const question = `${image.requested} is not in ECR. Push it there as ${own}?`;
  if (canAsk(terminal) && (await confirm(question, false, terminal))) return own;
  throw new UsageError(
    `${image.requested} is not in ECR, and SageMaker takes images from there: --push sends it as ${own}.`,
    'Another repository is named with --to <repository>[:<tag>].',
  );
}

/** Repository and tag, without the registry and the folders before them. */
function ownName(image: string): string {
  return (image.split('/').at(-1) ?? image).toLowerCase();
}
