import { SERVICE_PRINCIPAL } from '../../../contract/execution-role';
import { at, isRecord } from '../requests/json-value';

/**
 * Whether a trust policy lets SageMaker assume the role. Conditions are not judged: `conditional` says that there are some.
 * `policy`: JSON, URL-encoded as IAM gives it or not.
 */
export function trustsSageMaker(policy: string): 'yes' | 'conditional' | 'no' {
  const statements = oneOrMany(at(parsed(policy), 'Statement'));
  const about = statements.filter(
    (it) => names(at(it, 'Action'), ASSUMING) && names(principalOf(it), new Set([SERVICE_PRINCIPAL.value, '*'])),
  );
  if (about.some((it) => at(it, 'Effect') === 'Deny' && at(it, 'Condition') === undefined)) return 'no';
  const allowed = about.filter((it) => at(it, 'Effect') === 'Allow');
  if (allowed.some((it) => at(it, 'Condition') === undefined)) return 'yes';
  return allowed.length > 0 ? 'conditional' : 'no';
}

const ASSUMING = new Set(['sts:assumerole', 'sts:*', '*']);

function principalOf(statement: unknown): unknown {
  const principal = at(statement, 'Principal');
  return isRecord(principal) ? principal['Service'] : principal;
}

function names(value: unknown, wanted: ReadonlySet<string>): boolean {
  return oneOrMany(value).some((it) => typeof it === 'string' && wanted.has(it.toLowerCase()));
}

function oneOrMany(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function parsed(policy: string): unknown {
  try {
    return JSON.parse(policy.trimStart().startsWith('{') ? policy : decodeURIComponent(policy)) as unknown;
  } catch {
    return undefined;
  }
}
