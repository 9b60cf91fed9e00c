import type { PushFinding } from '../../../engine/src/aws/push-checks';
import { member } from '../member';
import type { ContractResults } from '../testing/results-tally';
import type { L10n } from '../views/texts';

/** An error, as the language server numbers severities. */
const ERROR = 1;

/**
 * What breaks a job or endpoint, of an answer to `textDocument/diagnostic`. Warnings to who pushes: somebody may know better,
 * and an image that is tried elsewhere may be pushed all the same.
 */
export function lintFindings(answer: unknown, l10n: L10n): readonly PushFinding[] {
  const items = member(answer, 'items');
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown): readonly PushFinding[] => {
    const message = member(item, 'message');
    const line = member(member(member(item, 'range'), 'start'), 'line');
    if (member(item, 'severity') !== ERROR || typeof message !== 'string') return [];
    const where = l10n.t('See line {0} of the Dockerfile.', typeof line === 'number' ? line + 1 : 1);
    return [{ severity: 'warning', message, remedy: where }];
  });
}

/** What the contract tests last found against it; nothing, when they passed or never ran. */
export function testFindings(results: ContractResults | undefined, l10n: L10n): readonly PushFinding[] {
  if (results === undefined || results.failed === 0) return [];
  const message = l10n.t('Of its contract tests {0} failed when they last ran.', results.failed);
  return [{ severity: 'warning', message, remedy: l10n.t('The Test Explorer shows which.') }];
}
