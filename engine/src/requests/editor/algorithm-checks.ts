import { isRecord, listAt, textAt, at } from '../json-value';
import { pointerPart, shorten } from '../located-json';
import { nearestName } from '../nearest-name';
import type { Finding } from './finding';
import { algorithmOf } from './members';

/** Hyperparameters and channels of a training job that runs a built-in algorithm. */
export function algorithmChecks(request: unknown): readonly Finding[] {
  const algorithm = algorithmOf(request);
  if (algorithm === undefined) return [];
  const given = at(request, 'HyperParameters');
  const names = isRecord(given) ? Object.keys(given) : [];
  const { required, conditional = [], optional } = algorithm.hyperparameters;
  const known = [...required, ...conditional, ...optional];
  const channels = listAt(request, 'InputDataConfig').map((it) => textAt(it, 'ChannelName'));
  const unknown = names.filter((it) => !known.includes(it) && !isOfSageMaker(it));
  const meant = unknown.map((it) => ({ name: it, near: nearestName(it, known) }));
  return [
    ...meant.map(({ name, near }): Finding => ({
      pointer: `/HyperParameters${pointerPart(name)}`,
      severity: 'warning',
      message: `${algorithm.name} has no hyperparameter \`${shorten(name)}\`${near === undefined ? ': the job fails when it validates them. Remove it.' : `; did you mean \`${near}\`?`}`,
      atName: true,
      rename: near,
    })),
    ...required
      .filter((it) => !names.includes(it) && !meant.some(({ near }) => near === it))
      .map((it): Finding => ({
        pointer: `/HyperParameters${pointerPart(it)}`,
        severity: 'warning',
        message: `${algorithm.name} needs the hyperparameter \`${it}\`: without it the job fails. Add it.`,
      })),
    ...algorithm.channels.required
      .filter((it) => channels.length > 0 && !channels.includes(it))
      .map((it): Finding => ({
        pointer: '/InputDataConfig',
        severity: 'warning',
        message: `${algorithm.name} needs a channel \`${it}\`: without it the job fails. Add it, or rename one.`,
        atName: true,
      })),
  ];
}

/** The platform's own hyperparameters are nobody else's. */
function isOfSageMaker(name: string): boolean {
  return name.startsWith('sagemaker_') || name.startsWith('_');
}
