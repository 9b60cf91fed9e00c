import { algorithmUse } from '../../../contract/images/algorithm-use';
import { builtInAlgorithms } from '../../../contract/images/algorithms';
import type { BuiltInAlgorithm } from '../../../contract/images/algorithms';
import { SCRIPT_FRAMEWORKS } from '../../../contract/images/offered-versions';
import { familyById } from '../../../contract/images/tag-facts';

export { offeredVersions } from '../../../contract/images/offered-versions';
export { imageRegions } from '../../../contract/images/regions';

/** An algorithm as it is offered. */
export interface AlgorithmChoice {
  readonly id: string;
  readonly label: string;
  /** Its data, channels and processors in a line. */
  readonly detail: string;
  /** Undefined: it has an image of its own. */
  readonly jumpStartModel: string | undefined;
}

/** All built-in algorithms, by name; those that JumpStart runs come last. */
export function algorithmChoices(): readonly AlgorithmChoice[] {
  return builtInAlgorithms()
    .map((algorithm) => ({
      id: algorithm.id,
      label: algorithm.name,
      detail: detailOf(algorithm),
      jumpStartModel: algorithmUse(algorithm.id) === undefined ? (algorithm.modelId ?? algorithm.id) : undefined,
    }))
    .sort(
      (a, b) =>
        Number(a.jumpStartModel !== undefined) - Number(b.jumpStartModel !== undefined) ||
        a.label.localeCompare(b.label),
    );
}

/** `CSV, LibSVM, or Parquet · channel train, and validation if you like · trains on CPU or GPU`. */
function detailOf({ fileTypes, channels, trainOn }: BuiltInAlgorithm): string {
  const optional = channels.optional.length === 0 ? '' : `, and ${channels.optional.join(', ')} if you like`;
  const required = `${channels.required.length === 1 ? 'channel' : 'channels'} ${channels.required.join(', ')}`;
  return `${fileTypes} · ${required}${optional} · trains on ${trainOn.map((it) => it.toUpperCase()).join(' or ')}`;
}

/** The frameworks whose images run scripts, as they are offered. */
export function scriptFrameworks(): readonly { readonly id: string; readonly label: string }[] {
  return SCRIPT_FRAMEWORKS.map((id) => ({ id, label: familyById(id)?.name ?? id }));
}
