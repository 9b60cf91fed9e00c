import { ACCEPT_BIND_TO_PORT_LABEL, BIDIRECTIONAL_LABEL, MULTI_MODELS_LABEL } from '../../../contract/labels';
import { variable } from '../../../contract/environment';
import type { Role } from '../../../contract/roles';
import { toolkit } from '../../../contract/toolkits';
import type { RoleInputs, Signal } from './signal';
import { strong } from './signal';

/** A SageMaker image says all; a model server (vLLM, Triton) runs on other platforms as well. */
export function baseSignal({ stage }: RoleInputs): readonly Signal[] {
  const row = stage.base.row;
  const { range } = stage.root.image;
  if (!row) return pinnedSignal(stage);
  if (row.roles.length === 0) return [];
  const text = `the base image is ${row.summary}`;
  return [row.kind === 'sagemaker' ? strong('base', row.roles, text, range) : needsPlatform('base', row.roles, text, range)];
}

/** An AWS image named by its digest: what it is for stands in the repository's name. */
function pinnedSignal({ base, root }: Stage): readonly Signal[] {
  const image = base.reference.known ? recogniseImage(base.reference.value) : undefined;
  if (!image?.digest) return [];
  const roles = (['training', 'inference'] as const).filter((role) => new RegExp(`-${role}$`).test(image.repository));
  return roles.length > 0 ? [strong('base', roles, `the base image is AWS's \`${image.repository}\``, root.image.range)] : [];
}

export function packageSignals({ packages }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const it of packages) {
    if (it.manager !== 'pip' && it.manager !== 'conda') continue;
    const found = toolkit(it.name);
    if (!found || found.roles.length === 0) continue;
    const text = `\`${it.name}\` is installed`;
    const ofSageMaker = it.name.startsWith('sagemaker-');
    if (ofSageMaker) signals.push(strong('package', found.roles, text, it.range));
    else
      signals.push({ ...strong('package', found.roles, text, it.range), strength: 'needs-platform', platform: false });
  }
  return signals;
}

const LABEL_ROLES: readonly (readonly [string, readonly Role[]])[] = [
  [ACCEPT_BIND_TO_PORT_LABEL, ['inference', 'pipeline']],
  [MULTI_MODELS_LABEL, ['inference', 'multi-model']],
  [BIDIRECTIONAL_LABEL, ['inference']],
];

/** Labels of any stage: one that got lost on the way still says what was meant. */
export function labelSignals({ dockerfile }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== 'LABEL') continue;
    for (const pair of instruction.pairs) {
      const name = pair.name.value.known ? pair.name.value.value : '';
      const roles = LABEL_ROLES.find(([label]) => label === name)?.[1];
      const value = pair.value?.value;
      if (roles && !(value?.known && value.value === 'false')) {
        signals.push(strong('label', roles, `the label \`${name}\``, pair.range));
      }
    }
  }
  return signals;
}

/** Variables of SageMaker and its toolkits that the Dockerfile sets. */
export function variableSignals({ config, stage }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const [name, setting] of config.env) {
    if (setting.origin.from !== 'instruction' || !/^(?:SM|SAGEMAKER)_/.test(name)) continue;
    const fact = variable(name);
    if (!fact || fact.origin === 'user' || fact.origin === 'framework') continue;
    const ambiguous = fact.roles.length !== 1;
    const roles = ambiguous ? stageRoles(stage.base.row?.roles ?? [], fact.roles) : fact.roles;
    signals.push(strong('variable', roles, `the variable \`${name}\``, setting.origin.range));
  }
  return signals;
}

/** A variable that both toolkits know follows the base image's role when there is one. */
function stageRoles(base: readonly Role[], possible: readonly Role[]): readonly Role[] {
  const both = base.filter((role) => possible.includes(role));
  if (both.length > 0) return both;
  return [];
}

export function commentSignals({ dockerfile }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const comment of dockerfile.comments) {
    if (/\bhyperpod\b/i.test(comment.text)) {
      signals.push(strong('comment', ['hyperpod'], 'a comment names HyperPod', comment.range));
    } else if (/\bsage\s?maker\b/i.test(comment.text)) {
      signals.push(weak('comment', 'a comment names SageMaker', comment.range));
    }
  }
  return signals.slice(0, 4);
}

/** Names of the file and its three nearest folders. */
export function nameSignals({ path }: RoleInputs): readonly Signal[] {
  const names = path.split('/').slice(-4).join('/');
  if (/hyperpod/i.test(names)) return [strong('name', ['hyperpod'], 'the path names HyperPod', undefined)];
  return /sage-?_?maker/i.test(names) ? [weak('name', 'the path names SageMaker', undefined)] : [];
}

function weak(source: Signal['source'], text: string, range: Signal['range']): Signal {
  return { strength: 'weak', platform: true, roles: [], text, range, source };
}
