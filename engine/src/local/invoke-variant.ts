import { validationException } from '../named-errors';
import type { ServingPlan } from '../plan/types';
import type { Invocation } from '../sagemaker';
import type { HostState } from './state';

/** The variant, as it is in the plan. */
export type Variant = ServingPlan['variants'][number];

/** By name, else by weight: `dice` is from 0 to 1. */
export function chooseVariant(serving: ServingPlan, name: string | undefined, dice: number): Variant {
  const { variants } = serving;
  if (name !== undefined) {
    const named = variants.find((variant) => variant.name === name);
    if (named !== undefined) return named;
    throw validationException(
      `The endpoint has no variant “${name}”.`,
      `Its variants: ${variants.map((variant) => variant.name).join(', ')}.`,
    );
  }
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let rest = dice * total;
  for (const variant of variants) {
    rest -= variant.weight;
    if (rest < 0) return variant;
  }
  const last = variants.findLast(({ weight }) => weight > 0) ?? variants[0];
  if (last === undefined) throw validationException('The endpoint has no variants.', 'Add one to ProductionVariants.');
  return last;
}

/**
 * The containers that answer, one after the other: those of the instance whose turn it is. Undefined: the state on disk and the plan are not of one piece, since
 * an update is just being written.
 */
export function hostsOf(
  variant: Variant,
  serving: ServingPlan,
  hosts: readonly HostState[],
  invocation: Pick<Invocation, 'targetContainerHostname'>,
  turn: number,
): readonly HostState[] | undefined {
  const { instances = 1 } = variant;
  const each = variant.containers.length / instances;
  const from = (turn % instances) * each;
  const names = variant.containers.slice(from, from + each);
  const found = names.flatMap((name) => hosts.find(({ host }) => host === name) ?? []);
  if (found.length === 0 || found.length < names.length) return undefined;
  if (serving.mode !== 'direct') return found;
  const wanted = invocation.targetContainerHostname;
  const target = found.find(({ host }) => hostnameOf(host) === wanted);
  if (target !== undefined) return [target];
  throw validationException(
    `TargetContainerHostname must name one of the endpoint’s containers (PIPE-07); “${wanted ?? ''}” is none.`,
    `Its containers: ${found.map(({ host }) => hostnameOf(host)).join(', ')}.`,
  );
}

/** The name of a container among those of its instance: `variant.name`, and no name of a variant has a dot. */
function hostnameOf(host: string): string {
  return host.slice(host.indexOf('.') + 1);
}
