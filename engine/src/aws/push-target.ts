import { IMAGE_URI_LENGTH } from '../../../contract/limits';
import { formatUri, parseEcrUri, parseRepositoryReference } from '../shared-with-aws';
import { UserError } from '../user-error';

/** Where an image goes in ECR. */
export interface PushTarget {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag: string;
  /** Host of the registry: `123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly host: string;
  /** `host/repository:tag`. */
  readonly uri: string;
}

/** ECR's own form: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const REPOSITORY = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const REPOSITORY_LENGTH = { least: 2, most: 256 };

/**
 * Reads `repository`, `repository:tag` or a whole URI of ECR. Without a tag it is `latest`. Throws a UserError for anything
 * else, and for another region than that of the connection: SageMaker pulls within its region.
 */
export function pushTarget(text: string, home: { readonly account: string; readonly region: string }): PushTarget {
  const uri = parseEcrUri(text);
  const named = uri ?? parseRepositoryReference(text);
  if (named === undefined || !isRepositoryName(named.repository) || (uri === undefined && looksLikeHost(text))) {
    throw new UserError(
      `“${text}” is no place in ECR.`,
      'Write `repository:tag`, in small letters, digits and -_./, or the whole URI of a repository of ECR.',
    );
  }
  if (named.digest !== undefined) {
    throw new UserError(`“${text}” names a digest: an image is pushed under a tag.`, 'Write `repository:tag`.');
  }
  const { account, region } = uri ?? home;
  if (region !== home.region) {
    throw new UserError(
      `“${text}” is in ${region}, the connection in ${home.region}: SageMaker pulls images of its own region only.`,
      'Take a repository of the same region, or connect to the other one.',
    );
  }
  const tag = named.tag ?? 'latest';
  const host = uri === undefined ? hostOf(account, region) : text.slice(0, text.indexOf('/'));
  const full = `${host}/${named.repository}:${tag}`;
  if (full.length > IMAGE_URI_LENGTH.value) {
    throw new UserError(
      `“${full}” has ${full.length} characters; SageMaker takes ${IMAGE_URI_LENGTH.value}.`,
      'Take a shorter repository or tag.',
    );
  }
  return { account, region, repository: named.repository, tag, host, uri: full };
}

function hostOf(account: string, region: string): string {
  const uri = formatUri(account, region, 'x', '');
  if (uri !== undefined) return uri.slice(0, uri.indexOf('/'));
  throw new UserError(
    `The address of ECR in ${region} is not known here.`,
    'Write the whole URI of the repository, or take another region.',
  );
}

function isRepositoryName(name: string): boolean {
  const { least, most } = REPOSITORY_LENGTH;
  return name.length >= least && name.length <= most && REPOSITORY.test(name);
}

/** `docker.io/me/image` would be a legal name of a repository, but nobody means that. */
function looksLikeHost(text: string): boolean {
  const first = text.slice(0, Math.max(0, text.indexOf('/')));
  return first === 'localhost' || first.includes('.') || first.includes(':');
}
