import type { Requirement } from '../../../contract/requirements';
import type { Engine } from '../engine/load-engine';

/** What SageMaker requires, whom it concerns, how grave it is, and what to do; Markdown. */
export function requirementText({ id, section, scope, statement, quickFix, severity }: Requirement): string {
  const fix = quickFix === '' ? [] : ['## What to do', quickFix];
  return `${[`# ${id}`, `*${section}*`, statement, `Concerns: ${scope}. Severity: ${severity}.`, ...fix].join('\n\n')}\n`;
}

/** The requirements that a text names, each once. The engine has them. */
export function requirementsIn(
  text: string,
  { isRequirementId, requirement }: Pick<Engine, 'isRequirementId' | 'requirement'>,
): readonly Requirement[] {
  const named = new Set(text.match(/\b[A-Z]+-\d{2}\b/g));
  return [...named].filter(isRequirementId).map(requirement);
}
