import { DescribeImagesCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import type { ImageDetail, Repository } from '@aws-sdk/client-ecr';
import type { Page } from '../session/read-ahead';
import { asked } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import { imageFormat } from './ecr-list-format';
import type { ImageFormat } from './ecr-list-format';

/** A repository of ECR, as a list shows it. */
export interface RepositoryRow {
  readonly name: string;
  /** `host/name`. */
  readonly uri: string;
  readonly account: string;
  readonly created: Date | undefined;
  /** A tag that is there can't be pushed again. */
  readonly immutable: boolean;
}

/** An image of a repository, as a list shows it. */
export interface EcrImageRow {
  readonly repository: Pick<RepositoryRow, 'name' | 'uri' | 'account'>;
  /** `sha256:…` */
  readonly digest: string;
  /** None: only its digest names it. */
  readonly tags: readonly string[];
  readonly format: ImageFormat;
  /** Bytes, compressed; undefined: ECR does not say. */
  readonly size: number | undefined;
  readonly pushed: Date | undefined;
  /** Severity → how many its scan found; undefined: it was not scanned, or ECR does not say. */
  readonly scan: Readonly<Record<string, number>> | undefined;
}

/** The most that ECR gives at a time: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
const PAGE = 1000;

/** The images that are read before they are put in order: ECR gives them in none. */
export const IMAGES_READ_AHEAD = 10_000;

/** A page of the repositories of the caller’s account, in ECR’s order. */
export async function repositoryPage(
  connection: AwsConnection,
  token?: string,
  signal?: AbortSignal,
): Promise<Page<RepositoryRow>> {
  const command = new DescribeRepositoriesCommand({ maxResults: PAGE, ...following(token) });
  const sent = connection.clients.ecr().send(command, abortable(signal));
  const { repositories = [], nextToken } = await asked(connection.name, sent, signal);
  return { rows: repositories.map(repositoryRow), next: nextToken };
}

/** A page of the images of one of them, in ECR’s order. */
export async function imagePage(
  connection: AwsConnection,
  { name, uri, account }: Pick<RepositoryRow, 'name' | 'uri' | 'account'>,
  token?: string,
  signal?: AbortSignal,
): Promise<Page<EcrImageRow>> {
  const command = new DescribeImagesCommand({
    registryId: account,
    repositoryName: name,
    maxResults: PAGE,
    ...following(token),
  });
  const sent = connection.clients.ecr().send(command, abortable(signal));
  const { imageDetails = [], nextToken } = await asked(connection.name, sent, signal);
  return { rows: imageDetails.map((image) => imageRow({ name, uri, account }, image)), next: nextToken };
}

/** For sorting repositories: by name. */
export function byName(a: RepositoryRow, b: RepositoryRow): number {
  return a.name < b.name ? -1 : 1;
}

/** For sorting images: pushed last comes first, those of unknown time come last. */
export function newestPushFirst(a: EcrImageRow, b: EcrImageRow): number {
  return (b.pushed?.getTime() ?? 0) - (a.pushed?.getTime() ?? 0) || (a.digest < b.digest ? -1 : 1);
}

/** `host/name:tag`, by the first tag; without one by the digest. */
export function uriOf({ repository, tags: [tag], digest }: EcrImageRow): string {
  return tag === undefined ? digestUriOf({ repository, digest }) : `${repository.uri}:${tag}`;
}

/** `host/name@sha256:…`: it never means another image. */
export function digestUriOf({ repository, digest }: Pick<EcrImageRow, 'repository' | 'digest'>): string {
  return `${repository.uri}@${digest}`;
}

function following(token: string | undefined): { readonly nextToken?: string } {
  return token === undefined ? {} : { nextToken: token };
}

function repositoryRow(told: Repository): RepositoryRow {
  return {
    name: told.repositoryName ?? '',
    uri: told.repositoryUri ?? '',
    account: told.registryId ?? '',
    created: told.createdAt,
    immutable: told.imageTagMutability === 'IMMUTABLE',
  };
}

function imageRow(repository: EcrImageRow['repository'], told: ImageDetail): EcrImageRow {
  return {
    repository,
    digest: told.imageDigest ?? '',
    tags: [...(told.imageTags ?? [])].sort(),
    format: imageFormat(told.imageManifestMediaType, told.artifactMediaType),
    size: told.imageSizeInBytes,
    pushed: told.imagePushedAt,
    scan: told.imageScanFindingsSummary?.findingSeverityCounts,
  };
}
