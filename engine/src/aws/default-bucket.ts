import { CreateBucketCommand, HeadBucketCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { defaultBucketName } from '../../../contract/default-bucket';
import { s3Place } from '../local/s3-reader';
import { isNamed } from '../named-errors';
import { UserError } from '../user-error';
import { abortable } from './connection';
import type { AwsConnection, Identity } from './connection';
import { s3Problem } from './s3-problem';

/** How the account’s SageMaker bucket stands. `foreign`: it is another account’s, or the caller may not look at it. */
export type BucketState = 'there' | 'missing' | 'foreign';

/** The account’s SageMaker bucket when one of the URIs lies in it; undefined: none does. */
export function defaultBucketIn(
  uris: readonly string[],
  { account }: Pick<Identity, 'account'>,
  region: string,
): string | undefined {
  const bucket = defaultBucketName(region, account);
  return uris.some((uri) => s3Place(uri)?.bucket === bucket) ? bucket : undefined;
}

/**
 * Asks S3 for a bucket, and whether it is the account’s own. Anybody can make a bucket of any free name, and would be sent
 * the data. Throws a UserError when it can’t be known.
 */
export async function bucketState(
  connection: AwsConnection,
  bucket: string,
  { account }: Pick<Identity, 'account'>,
  signal: AbortSignal,
): Promise<BucketState> {
  const command = new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account });
  try {
    await connection.clients.s3().send(command, abortable(signal));
    return 'there';
  } catch (error) {
    signal.throwIfAborted();
    const problem = s3Problem(error, `s3://${bucket}/`, connection.name);
    // Asking for a bucket’s head says no more than 404.
    if (isNamed(problem, 'NoSuchBucket', 'NoSuchKey')) return 'missing';
    if (isNamed(problem, 'AccessDenied')) return 'foreign';
    throw problem;
  }
}

/**
 * Makes the account’s SageMaker bucket as the SDK does, and blocks all public access to it. One that is the account’s
 * already, also because somebody else made it meanwhile, is left as it is. Throws a UserError when another account has it.
 */
export async function createDefaultBucket(
  connection: AwsConnection,
  bucket: string,
  identity: Pick<Identity, 'account'>,
  signal: AbortSignal,
): Promise<void> {
  const state = await bucketState(connection, bucket, identity, signal);
  if (state === 'foreign') throw foreignBucket(bucket, identity);
  if (state === 'there') return;
  const s3 = connection.clients.s3();
  try {
    // The SDK adds the LocationConstraint of the client's region; that of us-east-1 is none.
    await s3.send(new CreateBucketCommand({ Bucket: bucket }), abortable(signal));
  } catch (error) {
    signal.throwIfAborted();
    if (isNamed(error, 'BucketAlreadyExists')) throw foreignBucket(bucket, identity);
    // Another one is making the same at this moment.
    if (!isNamed(error, 'BucketAlreadyOwnedByYou', 'OperationAborted')) throw createProblem(error, bucket, connection);
  }
  try {
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: bucket,
        ExpectedBucketOwner: identity.account,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
      abortable(signal),
    );
  } catch (error) {
    signal.throwIfAborted();
    // S3 blocks public access to new buckets itself: who may not say so again has lost nothing.
    const problem = s3Problem(error, `s3://${bucket}/`, connection.name);
    if (!isNamed(problem, 'AccessDenied')) throw problem;
  }
}

/**
 * The account that has to own a bucket which something is sent to; undefined: it is no default bucket, so anybody may.
 * Throws a UserError when another account has it.
 */
export async function ownerOf(
  connection: AwsConnection,
  bucket: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { region } = connection.name;
  if (!bucket.startsWith(defaultBucketName(region, ''))) return undefined;
  const identity = await connection.identity(signal);
  if (bucket !== defaultBucketName(region, identity.account)) return undefined;
  if ((await bucketState(connection, bucket, identity, signal)) === 'foreign') throw foreignBucket(bucket, identity);
  return identity.account;
}

/** What to say of a bucket that is not the account’s. */
export function foreignBucket(bucket: string, { account }: Pick<Identity, 'account'>): UserError {
  return new UserError(
    `S3 does not show the bucket ${bucket} as one of account ${account}: another account has taken its name, or the caller may not look at it. Nothing is sent there.`,
    'Name a bucket of your own in the request, or ask for s3:ListBucket on this one.',
  );
}

function createProblem(error: unknown, bucket: string, { name }: AwsConnection): unknown {
  const problem = s3Problem(error, `s3://${bucket}/`, name);
  if (!isNamed(problem, 'AccessDenied')) return problem;
  return new UserError(
    `S3 does not let the caller create the bucket ${bucket}.`,
    'Ask for s3:CreateBucket on it, or name a bucket that is there in the request.',
    { cause: error },
  );
}
