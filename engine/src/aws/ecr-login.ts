import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { RegistryLogin } from '../docker/engine';
import { parseEcrUri } from '../shared-with-aws';
import { asked } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';

/** A login at ECR. It is good for twelve hours, is kept nowhere, and goes along with single requests only. */
export interface EcrLogin {
  readonly username: string;
  readonly password: string;
}

/** Asks for the caller’s login. */
export async function ecrLogin(connection: AwsConnection, signal: AbortSignal): Promise<EcrLogin> {
  const sent = connection.clients.ecr().send(new GetAuthorizationTokenCommand({}), abortable(signal));
  const { authorizationData } = await asked(connection.name, sent, signal);
  const text = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  return { username: text.slice(0, Math.max(0, colon)), password: text.slice(colon + 1) };
}

/** The caller's login for an image of ECR in the connection's region, of any account; undefined: it is another image. */
export async function loginForImage(
  connection: AwsConnection,
  image: string,
  signal: AbortSignal,
): Promise<RegistryLogin | undefined> {
  if (parseEcrUri(image)?.region !== connection.name.region) return undefined;
  return { serveraddress: image.slice(0, image.indexOf('/')), ...(await ecrLogin(connection, signal)) };
}
