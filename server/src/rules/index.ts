import type { Rule } from './rule';

/** Every rule, sorted by id. Nothing else registers a rule. */
export const RULES: readonly Rule[] = [];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}

/** The page of a rule in the documentation. */
export function ruleUrl(id: string): string {
  return `https://github.com/sagemaker-containers/sagemaker-containers/blob/main/docs/rules/${id}.md`;
}
