import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { asked, askedUnless } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import { trustsSageMaker } from './roles-trust';

/** A role that SageMaker can assume. */
export interface ExecutionRole {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  /** The trust policy has conditions, which are not judged here. */
  readonly conditional: boolean;
}

/** The roles of the account that trust SageMaker, as IAM gives them, a page at a time. */
export async function* executionRoles(connection: AwsConnection, signal: AbortSignal): AsyncGenerator<ExecutionRole> {
  let marker: string | undefined;
  do {
    const command = new ListRolesCommand(marker === undefined ? {} : { Marker: marker });
    const page = await asked(connection.name, connection.clients.iam().send(command, abortable(signal)), signal);
    for (const { RoleName = '', Arn = '', Description, AssumeRolePolicyDocument = '' } of page.Roles ?? []) {
      const trusts = trustsSageMaker(AssumeRolePolicyDocument);
      if (trusts === 'no') continue;
      yield { name: RoleName, arn: Arn, description: Description, conditional: trusts === 'conditional' };
    }
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
}

/** The trust policy of a role; undefined: there is no such role. */
export async function trustPolicyOf(
  connection: AwsConnection,
  roleArn: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const command = new GetRoleCommand({ RoleName: roleArn.slice(roleArn.lastIndexOf('/') + 1) });
  const sent = connection.clients.iam().send(command, abortable(signal));
  const answer = await askedUnless(['NoSuchEntity', 'NoSuchEntityException'], connection.name, sent, signal);
  return answer === undefined ? undefined : (answer.Role?.AssumeRolePolicyDocument ?? '');
}
