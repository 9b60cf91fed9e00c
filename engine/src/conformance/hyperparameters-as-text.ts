import { INPUT_CONFIG_DIR } from '../../../contract/opt-ml';
import type { RequirementId } from '../../../contract/requirements';
import type { ContainerEnd } from '../docker/exit-problem';
import type { ContainerPlan } from '../plan/types';

const HYPERPARAMETERS = `${INPUT_CONFIG_DIR}/hyperparameters.json`;
/** What Python says of text where it wants a number. */
const TEXT_FOR_NUMBER =
  /TypeError: .*(?:'str'|\bstr\b)|must be (?:a )?(?:real )?number, not (?:a )?str|InvalidParameterError: .* Got '/;

/** It took a hyperparameter for a number: all of them are text. Undefined: it failed by something else. */
export function asTextProblem(
  plan: ContainerPlan,
  end: ContainerEnd,
): { readonly requirements: readonly RequirementId[]; readonly remedy: string } | undefined {
  const none = /^\s*\{\s*\}\s*$/.test(plan.files[HYPERPARAMETERS] ?? '{}');
  if (none || !end.lastLines.some((line) => TEXT_FOR_NUMBER.test(line))) return undefined;
  return {
    requirements: ['EXIT-01', 'CFG-01'],
    remedy: 'Cast hyperparameters, `int(hp["epochs"])`: every value of hyperparameters.json is text.',
  };
}
