import { OPT_ML } from '../../../contract/filesystem';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Role } from '../../../contract/roles';
import { INVOCATIONS_PATH } from '../../../contract/serving';
import { isForAgentCore } from './agent-core';
import {
  baseSignal,
  commandSignals,
  commentSignals,
  labelSignals,
  nameSignals,
  packageSignals,
  programDirSignals,
  studioSignals,
  variableSignals,
} from './from-dockerfile';
import { dispatchSignals, fileSignals, pathSignals, programSignals } from './from-files';
import type { RoleInputs, Signal } from './signal';
import type { Evidence, Roles } from './types';

/**
 * What the image is for on SageMaker, by evidence. Two things are needed: a sign that SageMaker is meant at all, and a
 * sign of the job it does there. A file called `serve` or a port 8080 alone says neither.
 */
export function findRoles(inputs: RoleInputs): Roles {
  if (inputs.declared) {
    const { roles, text, range } = inputs.declared;
    return { active: new Set(roles), evidence: roles.map((role) => ({ role, text, range })), declared: true };
  }
  const signals = collect(inputs);
  const strong = signals.filter((it) => it.strength === 'strong');
  const meant = strong.length > 0 || signals.some((it) => it.strength === 'weak' && it.platform);
  const chosen: Signal[] = strong.filter((it) => it.roles.length > 0);
  if (meant) chosen.push(...signals.filter((it) => it.strength === 'needs-platform'));
  if (chosen.length === 0 && strong.length > 0) chosen.push(...guessed(inputs, strong));
  return settle(chosen);
}

function collect(inputs: RoleInputs): readonly Signal[] {
  const found = [
    ...baseSignal(inputs),
    ...packageSignals(inputs),
    ...labelSignals(inputs),
    ...variableSignals(inputs),
    ...commandSignals(inputs),
    ...studioSignals(inputs),
    ...programDirSignals(inputs),
    ...pathSignals(inputs),
    ...programSignals(inputs),
    ...dispatchSignals(inputs),
    ...fileSignals(inputs),
    ...commentSignals(inputs),
    ...nameSignals(inputs),
  ];
  const signals = isForAgentCore(inputs) ? found.filter((it) => !it.text.includes(INVOCATIONS_PATH)) : found;
  if (!isLambda(inputs)) return signals;
  // Lambda's own samples keep their model in /opt/ml too: a path is no evidence there.
  return signals.filter((it) => it.source !== 'path' && it.source !== 'program');
}

function isLambda({ stage, packages }: RoleInputs): boolean {
  return stage.base.row?.kind === 'lambda' || packages.some((it) => it.name === 'awslambdaric');
}

/** SageMaker is meant, and nothing says for what: the programs' names may. */
function guessed(inputs: RoleInputs, strong: readonly Signal[]): readonly Signal[] {
  const because = strong[0];
  if (!because) return [];
  const role = roleByServer(inputs) ?? roleByName(inputs);
  return role ? [{ ...because, roles: [role] }] : [];
}

function roleByServer(inputs: RoleInputs): Role | undefined {
  return inputs.serve.servers.length > 0 || inputs.run.servers.length > 0 ? 'inference' : undefined;
}

function roleByName(inputs: RoleInputs): Role | undefined {
  const names = inputs.files.files
    .filter((it) => it.type === 'file' && it.instruction !== undefined)
    .map((it) => it.path)
    .concat(inputs.config.entrypoint.value.known ? (inputs.config.entrypoint.value.value?.text ?? '') : '')
    .concat(inputs.config.cmd.value.known ? (inputs.config.cmd.value.value?.text ?? '') : '')
    .map((it) => it.replaceAll(OPT_ML, '').toLowerCase());
  if (names.some((it) => /process(?:ing|or)?\b/.test(it))) return 'processing';
  if (names.some((it) => new RegExp(`\\b${TRAIN_WORD}`).test(it))) return 'training';
  if (names.some((it) => new RegExp(`\\b${SERVE_WORD}|infer|predict`).test(it))) return 'inference';
  return undefined;
}

function settle(chosen: readonly Signal[]): Roles {
  const evidence: Evidence[] = [];
  for (const signal of chosen) {
    for (const role of signal.roles) {
      if (!evidence.some((it) => it.role === role && it.text === signal.text)) {
        evidence.push({ role, text: signal.text, range: signal.range });
      }
    }
  }
  const active = new Set(evidence.map((it) => it.role));
  // HyperPod runs the image with the user's own command: the launch contract of jobs and endpoints is not in force there.
  if (active.has('hyperpod')) return { active: new Set(['hyperpod']), evidence, declared: false };
  return { active, evidence, declared: false };
}
