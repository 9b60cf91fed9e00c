import type { RemoteImage } from '../docker/push-manifest';
import type { AwsConnection } from './connection';
import { ecrImage, SAME_HOST } from './ecr-image';
import type { RegistryHost } from './ecr-image';
import type { EcrImageRow } from './ecr-list';
import { ecrLogin } from './ecr-login';

/**
 * What only the image itself tells: its platforms, labels and variables. Its manifest and its configuration are read, no
 * layers. Undefined: it was deleted meanwhile. `registryHost`: for tests alone.
 */
export async function imageDetails(
  connection: AwsConnection,
  { repository, digest }: Pick<EcrImageRow, 'repository' | 'digest'>,
  signal: AbortSignal,
  registryHost: RegistryHost = SAME_HOST,
): Promise<RemoteImage | undefined> {
  const host = registryHost(repository.uri.slice(0, repository.uri.indexOf('/')));
  return ecrImage(host, repository.name, digest, await ecrLogin(connection, signal), signal);
}
