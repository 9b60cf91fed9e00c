import { baseAccountFitsRegion } from './base-account-fits-region';
import { baseEntrypointFits } from './base-entrypoint-fits';
import { baseHasTag } from './base-has-tag';
import { baseIsNotClosedAlgorithm } from './base-is-not-closed-algorithm';
import { baseIsSupported } from './base-is-supported';
import { basePlaysTheRole } from './base-plays-the-role';
import { baseTagIsKnown } from './base-tag-is-known';
import { cmdIsReplaced } from './cmd-is-replaced';
import { copySourceExists } from './copy-source-exists';
import { copyStaysInContext } from './copy-stays-in-context';
import { dockerignoreKeepsPrograms } from './dockerignore-keeps-programs';
import { entrypointAcceptsWord } from './entrypoint-accepts-word';
import { entrypointExecForm } from './entrypoint-exec-form';
import { entrypointIsNotBareInit } from './entrypoint-is-not-bare-init';
import { entrypointIsValidJson } from './entrypoint-is-valid-json';
import { entrypointPassesSignals } from './entrypoint-passes-signals';
import { envIsLiteral } from './env-is-literal';
import { invocationsAcceptsPost } from './invocations-accepts-post';
import { invocationsRouteExists } from './invocations-route-exists';
import { labelIsSpelledRight } from './label-is-spelled-right';
import { labelValueIsTrue } from './label-value-is-true';
import { labelsInFinalStage } from './labels-in-final-stage';
import { pingAcceptsGet } from './ping-accepts-get';
import { pingRouteExists } from './ping-route-exists';
import { platformIsAmd64 } from './platform-is-amd64';
import { programIsExecutable } from './program-is-executable';
import type { Rule } from './rule';
import { scriptHasShebang } from './script-has-shebang';
import { scriptHasUnixLineEnds } from './script-has-unix-line-ends';
import { serveIsAnswered } from './serve-is-answered';
import { settingsInFinalStage } from './settings-in-final-stage';
import { trainIsAnswered } from './train-is-answered';

/** Every rule, sorted by id. Nothing else registers a rule. */
export const RULES: readonly Rule[] = [
  baseAccountFitsRegion,
  baseEntrypointFits,
  baseHasTag,
  baseIsNotClosedAlgorithm,
  baseIsSupported,
  basePlaysTheRole,
  baseTagIsKnown,
  cmdIsReplaced,
  copySourceExists,
  copyStaysInContext,
  dockerignoreKeepsPrograms,
  entrypointAcceptsWord,
  entrypointExecForm,
  entrypointIsNotBareInit,
  entrypointIsValidJson,
  entrypointPassesSignals,
  envIsLiteral,
  invocationsAcceptsPost,
  invocationsRouteExists,
  labelIsSpelledRight,
  labelValueIsTrue,
  labelsInFinalStage,
  pingAcceptsGet,
  pingRouteExists,
  platformIsAmd64,
  programIsExecutable,
  scriptHasShebang,
  scriptHasUnixLineEnds,
  serveIsAnswered,
  settingsInFinalStage,
  trainIsAnswered,
];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}

/** The page of a rule in the documentation. */
export function ruleUrl(id: string): string {
  return `https://github.com/sagemaker-containers/sagemaker-containers/blob/main/docs/rules/${id}.md`;
}
