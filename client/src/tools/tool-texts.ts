import { member } from '../member';

/** What the tools tell a language model: short, with places, ids and what to do. */

const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;

/** A finding, as the language server sends it. */
interface Found {
  readonly line: number;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
}

/** The findings of an answer to `textDocument/diagnostic`, one a line; `state` says what the Dockerfile is for. */
export function lintText(path: string, roles: readonly string[], answer: unknown): string {
  const items = arrayAt(answer, 'items').flatMap((item): readonly Found[] => {
    const line = member(member(member(item, 'range'), 'start'), 'line');
    const severity = member(item, 'severity');
    const message = member(item, 'message');
    if (typeof line !== 'number' || typeof message !== 'string') return [];
    const name = typeof severity === 'number' ? (SEVERITIES[severity - 1] ?? 'info') : 'info';
    return [{ line: line + 1, severity: name, rule: String(member(item, 'code')), message }];
  });
  const purpose =
    roles.length === 0
      ? 'Nothing in it points to SageMaker, so no rule was checked. A comment `# sagemaker: roles=training,inference` says what it is for.'
      : `Roles: ${roles.join(', ')}.`;
  const lines = items.map(
    ({ line, severity, rule, message }) => `line ${line}: ${severity} [${rule}] ${message.replaceAll('\n', ' ')}`,
  );
  const none = roles.length > 0 && lines.length === 0 ? ['No findings.'] : [];
  return [`${path}. ${purpose}`, ...lines, ...none].join('\n');
}

/** How a job or endpoint ended, which requirements its reason names, and what its log said last. */
export function failureReport(failure: {
  readonly kind: string;
  readonly name: string;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly requirements: readonly { readonly id: string; readonly statement: string; readonly quickFix: string }[];
  readonly lines: readonly string[];
}): string {
  const { kind, name, status, reason, requirements, lines } = failure;
  const said = [`${kind} ${name}: ${status ?? 'unknown'}`, ...(reason === undefined ? [] : [`Reason: ${reason}`])];
  const broken = requirements.map(
    ({ id, statement, quickFix }) => `${id}: ${statement}${quickFix === '' ? '' : ` What to do: ${quickFix}`}`,
  );
  const log = lines.length === 0 ? ['It wrote no log.'] : [`The last ${lines.length} lines of its log:`, ...lines];
  return [...said, ...broken, ...log].join('\n');
}

function arrayAt(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}
