import { CreateRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { UserError } from '../user-error';
import { asked, askedUnless } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import type { PushTarget } from './push-target';

export interface EcrRepository {
  readonly name: string;
  readonly uri: string;
  /** A tag that is there can't be pushed again. */
  readonly immutable: boolean;
  readonly scansOnPush: boolean;
}

/** The repository of a target; undefined: there is none. */
export async function findRepository(
  connection: AwsConnection,
  { account, repository }: Pick<PushTarget, 'account' | 'repository'>,
  signal: AbortSignal,
): Promise<EcrRepository | undefined> {
  const command = new DescribeRepositoriesCommand({ registryId: account, repositoryNames: [repository] });
  const { name } = connection;
  const sent = connection.clients.ecr().send(command, abortable(signal));
  const answer = await askedUnless(['RepositoryNotFoundException'], name, sent, signal);
  const found = answer?.repositories?.[0];
  if (found === undefined) return undefined;
  return {
    name: repository,
    uri: found.repositoryUri ?? '',
    immutable: found.imageTagMutability === 'IMMUTABLE',
    scansOnPush: found.imageScanningConfiguration?.scanOnPush === true,
  };
}

/** Creates the repository of a target in the caller’s own account: private, its tags may move, scanned on push. */
export async function createRepository(
  connection: AwsConnection,
  { account, repository }: Pick<PushTarget, 'account' | 'repository'>,
  signal: AbortSignal,
): Promise<void> {
  const own = (await connection.identity(signal)).account;
  if (own !== account) {
    throw new UserError(
      `There is no repository “${repository}” in account ${account}, and only that account can create it.`,
      `Push to a repository of account ${own}, or have it created there with a policy that lets ${own} push.`,
    );
  }
  const command = new CreateRepositoryCommand({
    repositoryName: repository,
    imageScanningConfiguration: { scanOnPush: true },
  });
  await asked(connection.name, connection.clients.ecr().send(command, abortable(signal)), signal);
}

/** All repositories of the caller’s account, a page at a time. */
export async function* listRepositories(
  connection: AwsConnection,
  signal: AbortSignal,
): AsyncGenerator<Pick<EcrRepository, 'name' | 'uri'>> {
  let nextToken: string | undefined;
  do {
    const command = new DescribeRepositoriesCommand({ ...(nextToken === undefined ? {} : { nextToken }) });
    const answer = await asked(connection.name, connection.clients.ecr().send(command, abortable(signal)), signal);
    for (const { repositoryName = '', repositoryUri = '' } of answer.repositories ?? []) {
      yield { name: repositoryName, uri: repositoryUri };
    }
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
}
