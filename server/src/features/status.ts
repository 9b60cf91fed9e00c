import type { LintResult } from '../lint/lint';
import type { FindingCounts, StatusParams } from '../lsp/messages';
import type { View } from './view';

/** What the status item says about a Dockerfile. */
export function computeStatus(view: View, enabled: boolean): StatusParams {
  const roles = view.result.subject?.roles;
  return {
    uri: view.uri,
    roles: roles ? [...roles.active] : [],
    evidence: roles ? [...new Set(roles.evidence.map((evidence) => evidence.text))] : [],
    findings: countFindings(view.result),
    state: enabled ? 'ready' : 'off',
  };
}

export function countFindings(result: LintResult): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const finding of result.findings) counts[finding.severity]++;
  return counts;
}
