import type { DockerEngine, TransferProgress } from '../docker/engine';
import { UserError } from '../user-error';
import type { AwsConnection } from './connection';
import { SAME_HOST } from './ecr-image';
import type { RegistryHost } from './ecr-image';
import { ecrLogin } from './ecr-login';

export interface PullTools {
  readonly connection: AwsConnection;
  readonly engine: DockerEngine;
  /** For tests alone. */
  readonly registryHost?: RegistryHost;
}

/**
 * Pulls an image of ECR (`host/repository:tag` or `…@sha256:…`) to this machine with the caller’s login, which is kept
 * nowhere. Rejects with a UserError when the engine or the registry refuses it.
 */
export async function pullFromEcr(
  { connection, engine, registryHost = SAME_HOST }: PullTools,
  uri: string,
  onProgress: (line: TransferProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const ecrHost = uri.slice(0, uri.indexOf('/'));
  const host = registryHost(ecrHost);
  const login = { serveraddress: host, ...(await ecrLogin(connection, signal)) };
  try {
    await engine.images.pull(uri.replace(ecrHost, host), { login }, onProgress, signal);
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `“${uri}” could not be pulled: ${why}`,
      'The caller needs ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository, and the engine room on its disk.',
      { cause: error },
    );
  }
}
