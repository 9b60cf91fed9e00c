import { ListTagsCommand } from '@aws-sdk/client-sagemaker';
import type { Tag } from '@aws-sdk/client-sagemaker';
import { asked } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';

/** Tags that AWS itself gives: nobody else may. */
const RESERVED = 'aws:';

/** The tags of a job or endpoint that its creator gave. */
export async function tagsOf(connection: AwsConnection, arn: string, signal: AbortSignal): Promise<readonly Tag[]> {
  const tags: Tag[] = [];
  let token: string | undefined;
  do {
    const command = new ListTagsCommand({ ResourceArn: arn, ...(token === undefined ? {} : { NextToken: token }) });
    const page = await asked(connection.name, connection.clients.sagemaker().send(command, abortable(signal)), signal);
    tags.push(...(page.Tags ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return tags.filter(({ Key }) => Key?.toLowerCase().startsWith(RESERVED) === false);
}
