import type { RemoteImage } from '../docker/push-manifest';
import { parseEcrUri } from '../shared-with-aws';
import type { AwsConnection } from './connection';
import { ecrImage, SAME_HOST } from './ecr-image';
import type { RegistryHost } from './ecr-image';
import { ecrLogin } from './ecr-login';
import type { EcrLogin } from './ecr-login';
import type { NeededImage } from './launch-needs-types';
import { judgeDriver, judgeImage, judgeImageUri } from './preflight-judge-image';
import { once } from './preflight-once';
import { passed, unknown } from './preflight-types';
import type { Check, Verdict } from './preflight-types';

interface Registry {
  readonly connection: AwsConnection;
  readonly registryHost?: RegistryHost;
}

/** Each image once, and then its CUDA. The registry is asked once for both. */
export function imageChecks(
  images: readonly NeededImage[],
  pushed: ReadonlySet<string>,
  { connection, registryHost = SAME_HOST }: Registry,
  signal: AbortSignal,
): readonly Check[] {
  const login = once(() => ecrLogin(connection, signal));
  const isElsewhere = registryHost === SAME_HOST && connection.clients.ecr().config.isCustomEndpoint === true;
  return images.flatMap((image): Check[] => {
    const { uri } = image;
    const remote = once(() => lookUp(uri, login, registryHost, signal));
    const judge = async (): Promise<Verdict> => {
      if (pushed.has(uri)) return passed(`“${uri}” is pushed with the launch.`);
      const wrong = judgeImageUri(image, connection.name.region);
      if (wrong !== undefined) return wrong;
      return isElsewhere ? notAsked(uri) : judgeImage(image, await remote());
    };
    const driver = async (): Promise<Verdict | undefined> => {
      if (image.driver === undefined || pushed.has(uri) || isElsewhere) return undefined;
      if (judgeImageUri(image, connection.name.region) !== undefined) return undefined;
      const found = await remote();
      return found === undefined ? undefined : judgeDriver(image, found);
    };
    return [
      { id: `image/${uri}`, title: 'Image', run: judge },
      { id: `driver/${uri}`, title: 'GPU driver', run: driver },
    ];
  });
}

/** The credentials of another service than AWS are nothing for AWS’s registry. */
function notAsked(uri: string): Verdict {
  return unknown(
    `This connection has an ECR of its own, at another address than AWS: whether “${uri}” is there was not asked.`,
    'See whether the job starts.',
  );
}

async function lookUp(
  uri: string,
  login: () => Promise<EcrLogin>,
  registryHost: RegistryHost,
  signal: AbortSignal,
): Promise<RemoteImage | undefined> {
  const image = parseEcrUri(uri);
  if (image === undefined) return undefined;
  const host = registryHost(uri.slice(0, uri.indexOf('/')));
  return ecrImage(host, image.repository, image.digest ?? image.tag ?? 'latest', await login(), signal);
}
