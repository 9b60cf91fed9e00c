import { readRemoteImage } from '../docker/push-manifest';
import type { RemoteImage } from '../docker/push-manifest';
import type { EcrLogin } from './ecr-login';

/** Finds the registry of another address in place of ECR: tests have one on loopback. */
export type RegistryHost = (ecrHost: string) => string;

/** ECR itself. */
export const SAME_HOST: RegistryHost = (host) => host;

/** An image as ECR holds it; undefined: it is not there. `reference`: tag or digest. */
export function ecrImage(
  host: string,
  repository: string,
  reference: string,
  login: EcrLogin,
  signal: AbortSignal,
): Promise<RemoteImage | undefined> {
  return readRemoteImage({ origin: originOf(host), repository, login }, reference, signal);
}

/** Docker too speaks plain HTTP to loopback, and to nothing else. */
function originOf(host: string): string {
  return /^(?:127\.\d+\.\d+\.\d+|localhost)(?::\d+)?$/.test(host) ? `http://${host}` : `https://${host}`;
}
