import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { parseEcrUri } from '../shared-with-aws';
import { askedUnless } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';

/** Nothing is known of it: it is not there, or not for this caller. */
const UNKNOWN = ['ImageNotFoundException', 'RepositoryNotFoundException', 'AccessDeniedException'];

/**
 * The digest that an image reference names in ECR by now: `sha256:…`. Undefined: the image is in no repository of the
 * connection’s region, is not there any more, or may not be seen.
 */
export async function imageDigest(
  connection: AwsConnection,
  uri: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const image = parseEcrUri(uri);
  if (image?.digest !== undefined) return image.digest;
  if (image?.region !== connection.name.region) return undefined;
  const command = new DescribeImagesCommand({
    registryId: image.account,
    repositoryName: image.repository,
    imageIds: [{ imageTag: image.tag ?? 'latest' }],
  });
  const sent = connection.clients.ecr().send(command, abortable(signal));
  const answer = await askedUnless(UNKNOWN, connection.name, sent, signal);
  return answer?.imageDetails?.[0]?.imageDigest;
}
