import type { LaunchNeeds } from './launch-needs-types';
import { executionPolicyText, passRolePolicyText, trustPolicyText } from './roles-policy';
import type { PolicyPlace } from './roles-policy';

/** The most that the name of a role may have: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const NAME_LENGTH = 64;

/**
 * How somebody makes an execution role for a request, as Markdown: the trust policy, a permissions policy that allows what
 * the request needs and no more, and what the caller needs to hand the role over. A name is proposed when the request has
 * no role of this account. Pure.
 */
export function roleAdvice(needs: LaunchNeeds, place: PolicyPlace): string {
  const arn = needs.roles.find((it) => it.startsWith(`arn:${place.partition}:iam::${place.account}:role/`));
  const role =
    arn ?? `arn:${place.partition}:iam::${place.account}:role/${`SageMaker-${needs.name}`.slice(0, NAME_LENGTH)}`;
  const name = role.slice(role.lastIndexOf('/') + 1);
  return [
    `# An execution role for ${needs.name}`,
    `SageMaker assumes this role while it runs ${needs.name}: it reads and writes in S3, pulls the image and writes logs with it.`,
    `## 1. Trust policy: trust.json`,
    fenced(trustPolicyText()),
    `## 2. Permissions: permissions.json`,
    'What this request reads, writes and pulls, and its logs. A VPC, file systems and KMS keys of your own need more.',
    fenced(executionPolicyText(needs, place)),
    `## 3. Create it, or ask somebody who may`,
    fenced(
      [
        `aws iam create-role --role-name ${name} --assume-role-policy-document file://trust.json`,
        `aws iam put-role-policy --role-name ${name} --policy-name ${needs.name} --policy-document file://permissions.json`,
        '',
      ].join('\n'),
      'sh',
    ),
    `Then write its ARN into the request: \`${role}\``,
    `## 4. Whoever launches has to be allowed to hand it over`,
    fenced(passRolePolicyText([role])),
  ].join('\n\n');
}

function fenced(text: string, language = 'json'): string {
  return `\`\`\`${language}\n${text}\`\`\``;
}
