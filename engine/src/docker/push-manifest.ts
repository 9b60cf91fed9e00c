import { DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST } from '../../../contract/image-manifest';
import { renamed } from '../named-errors';
import { UserError } from '../user-error';
import { list, member, number, text, texts } from './answer';

/** A repository as this program, not the engine, asks for it. */
export interface RegistryPlace {
  /** `https://123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly origin: string;
  readonly repository: string;
  readonly login: { readonly username: string; readonly password: string } | undefined;
}

/** An image as its registry holds it. */
export interface RemoteImage {
  readonly digest: string;
  readonly mediaType: string;
  /** `linux/amd64` …; of an index, those of its images, attestations left out. */
  readonly platforms: readonly string[];
  /** Bytes of all layers, compressed; undefined for an index. */
  readonly size: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** `NAME=value`. */
  readonly environment: readonly string[];
}

const MANIFESTS = [DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, OCI_MANIFEST, OCI_INDEX].join(', ');

/** Asks a registry (its HTTP API, version 2) for an image. Undefined: there is no such image or repository. */
export async function readRemoteImage(
  place: RegistryPlace,
  reference: string,
  signal: AbortSignal,
): Promise<RemoteImage | undefined> {
  const answer = await ask(place, `manifests/${reference}`, MANIFESTS, signal);
  if (answer === undefined) return undefined;
  const manifest: unknown = await answer.json();
  const said = answer.headers.get('content-type')?.replace(/;.*$/, '');
  const mediaType = text(manifest, 'mediaType') ?? said ?? '';
  const digest = answer.headers.get('docker-content-digest') ?? reference;
  const parts = list(member(manifest, 'manifests'));
  if (parts.length > 0) {
    const platforms = parts.map(platformOf).filter((it) => it !== undefined);
    return { digest, mediaType, platforms, size: undefined, labels: {}, environment: [] };
  }
  const blob = await ask(place, `blobs/${text(member(manifest, 'config'), 'digest') ?? ''}`, '*/*', signal);
  const image: unknown = blob === undefined ? undefined : await blob.json();
  const config = member(image, 'config');
  const environment = list(member(config, 'Env')).filter((it) => typeof it === 'string');
  const sizes = list(member(manifest, 'layers')).map((layer) => number(layer, 'size') ?? 0);
  return {
    digest,
    mediaType,
    platforms: [`${text(image, 'os') ?? 'linux'}/${text(image, 'architecture') ?? 'unknown'}`],
    size: sizes.reduce((all, one) => all + one, 0),
    labels: texts(member(config, 'Labels')),
    environment,
  };
}

/** Undefined for an attestation, which BuildKit gives the platform `unknown/unknown`. */
function platformOf(part: unknown): string | undefined {
  const platform = member(part, 'platform');
  const architecture = text(platform, 'architecture');
  if (architecture === undefined || architecture === 'unknown') return undefined;
  return `${text(platform, 'os') ?? 'linux'}/${architecture}`;
}

async function ask(
  { origin, repository, login }: RegistryPlace,
  path: string,
  accept: string,
  signal: AbortSignal,
): Promise<Response | undefined> {
  const headers: Record<string, string> = { accept };
  if (login !== undefined) {
    headers['authorization'] = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  }
  const answer = await reached(origin, fetch(`${origin}/v2/${repository}/${path}`, { headers, signal }), signal);
  if (answer.ok) return answer;
  await answer.body?.cancel();
  if (answer.status === 404) return undefined;
  const denied = answer.status === 401 || answer.status === 403;
  const problem = new UserError(
    `The registry ${origin} answers ${answer.status} when it is asked for “${repository}”.`,
    denied
      ? 'The caller needs ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository.'
      : 'Try again in a minute.',
  );
  throw renamed(problem, denied ? 'AccessDenied' : 'NetworkError');
}

/** `fetch` says only “fetch failed”; the reason is its cause. */
async function reached(origin: string, asked: Promise<Response>, signal: AbortSignal): Promise<Response> {
  try {
    return await asked;
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const problem = new UserError(
      `The registry ${origin} can’t be reached: ${cause}.`,
      'Look at the network of this machine; a proxy is not used for this.',
      { cause: error },
    );
    throw renamed(problem, 'NetworkError');
  }
}
