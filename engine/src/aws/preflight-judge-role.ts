import { SERVICE_PRINCIPAL } from '../../../contract/execution-role';
import { failed, passed, unknown } from './preflight-types';
import type { Verdict } from './preflight-types';
import { trustPolicyText } from './roles-policy';
import { trustsSageMaker } from './roles-trust';

/** Whether the form of a role’s ARN, and its account, are right; undefined: nothing speaks against it. */
export function judgeRoleArn(arn: string, account: string): Verdict | undefined {
  const owner = /^arn:[\w-]+:iam::(\d{12}):role\/.+$/.exec(arn)?.[1];
  if (owner === undefined) {
    return failed(`“${arn}” is no ARN of a role.`, 'Write it as `arn:aws:iam::123456789012:role/name`.');
  }
  if (owner === account) return undefined;
  return failed(
    `The role belongs to account ${owner}, the caller to ${account}: a role is handed to SageMaker within its account only.`,
    'Take a role of this account, or another profile.',
  );
}

/** `policy`: the trust policy as IAM gives it; undefined: there is no such role. */
export function judgeRole(arn: string, policy: string | undefined): Verdict {
  if (policy === undefined) {
    return failed(
      `There is no role “${arn}”.`,
      'Correct the ARN; the list of roles that trust SageMaker shows what there is.',
    );
  }
  switch (trustsSageMaker(policy)) {
    case 'yes':
      return passed(`“${arn}” trusts SageMaker.`);
    case 'conditional':
      return unknown(
        `“${arn}” trusts SageMaker under conditions, which are not looked at here.`,
        'If the job says that it can’t assume the role, look at the conditions of its trust policy.',
      );
    case 'no':
      return failed(
        `“${arn}” does not let ${SERVICE_PRINCIPAL.value} assume it: the request would be refused.`,
        `Give it this trust policy: ${trustPolicyText().replaceAll(/\s+/g, ' ').trim()}`,
      );
  }
}
