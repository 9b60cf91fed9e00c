import type { Dockerfile, Stage } from './dockerfile/types';

/**
 * The stages that may be the SageMaker one, likeliest first. `docker build` without a target builds the last; but in
 * files that build for several platforms the last one is often a test, an export or another platform's.
 */
export function chooseStages(dockerfile: Dockerfile): readonly Stage[] {
  const last = dockerfile.target;
  if (!last) return [];
  const named = dockerfile.stages.filter(
    (it) => it.name !== undefined && /sagemaker/.test(it.name) && !isConsumed(it, dockerfile),
  );
  const leaves = dockerfile.stages.filter((it) => !isConsumed(it, dockerfile)).reverse();
  return [...new Set([...named.reverse(), last, ...leaves])];
}

/** Used by a later stage, as its FROM or through COPY --from. */
function isConsumed(stage: Stage, dockerfile: Dockerfile): boolean {
  return dockerfile.stages.some(
    (it) =>
      it.parent === stage ||
      it.instructions.some((instruction) =>
        instruction.flags.some((flag) => {
          const value =
            flag.name === 'from' && flag.value?.value.known ? flag.value.value.value.toLowerCase() : undefined;
          return value !== undefined && (value === stage.name || value === String(stage.index));
        }),
      ),
  );
}
