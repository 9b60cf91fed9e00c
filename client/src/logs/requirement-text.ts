import { isRequirementId, requirement } from '../../../contract/requirements';
import type { Requirement, RequirementId } from '../../../contract/requirements';

/** What SageMaker requires, whom it concerns, how grave it is, and what to do; Markdown. */
export function requirementText(id: RequirementId): string {
  const { section, scope, statement, quickFix, severity } = requirement(id);
  const fix = quickFix === '' ? [] : ['## What to do', quickFix];
  return `${[`# ${id}`, `*${section}*`, statement, `Concerns: ${scope}. Severity: ${severity}.`, ...fix].join('\n\n')}\n`;
}

/** The requirements that a text names, each once. */
export function requirementsIn(text: string): readonly Requirement[] {
  const named = new Set(text.match(/\b[A-Z]+-\d{2}\b/g));
  return [...named].filter(isRequirementId).map(requirement);
}
