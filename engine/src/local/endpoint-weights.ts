import type { DesiredWeightAndCapacity } from '@aws-sdk/client-sagemaker';
import { validationException } from '../named-errors';
import type { ServingPlan } from '../plan/types';
import type { Variant } from './invoke-variant';

/** The plan with what UpdateEndpointWeightsAndCapacities wants; throws AWS’s own error where it can’t be. */
export function withWeights(serving: ServingPlan, desired: readonly DesiredWeightAndCapacity[]): ServingPlan {
  for (const { VariantName: name = '' } of desired) {
    if (serving.variants.some((variant) => variant.name === name)) continue;
    throw validationException(
      `The endpoint has no variant “${name}”.`,
      `Its variants: ${serving.variants.map((variant) => variant.name).join(', ')}.`,
    );
  }
  const variants = serving.variants.map((variant) => {
    const wanted = desired.findLast(({ VariantName }) => VariantName === variant.name);
    return wanted === undefined ? variant : changed(variant, wanted);
  });
  return { ...serving, variants };
}

function changed(variant: Variant, { DesiredWeight: weight, DesiredInstanceCount: count }: DesiredWeightAndCapacity) {
  if (weight !== undefined && !(weight >= 0 && weight < Infinity)) {
    throw validationException(`The weight ${weight} of “${variant.name}” is none.`, 'Use 0 or a greater number.');
  }
  if (count !== undefined && !(Number.isInteger(count) && count >= 0)) {
    throw validationException(`“${variant.name}” can’t have ${count} instances.`, 'Use a whole number, 0 or greater.');
  }
  return {
    ...variant,
    ...(weight === undefined ? {} : { weight }),
    ...(count === undefined ? {} : { desiredInstances: count }),
  };
}
