import { isNamed, renamed } from '../named-errors';
import { UserError } from '../user-error';
import { awsProblem } from './aws-problem';
import type { ConnectionName } from './connection';

/** What S3 threw for a URI, as a UserError where the user can do something. */
export function s3Problem(error: unknown, uri: string, name: ConnectionName): unknown {
  if (!(error instanceof Error)) return error;
  const problem = (what: string, remedy: string, as: string): UserError =>
    renamed(new UserError(what, remedy, { cause: error }), as);
  if (isNamed(error, 'NoSuchBucket')) {
    return problem(`There is no bucket for “${uri}”.`, 'Create it, or correct the URI.', 'NoSuchBucket');
  }
  if (isNamed(error, 'NoSuchKey', 'NotFound') || statusOf(error) === 404) {
    return problem(`There is no object “${uri}” in S3.`, 'Upload it, or correct the URI.', 'NoSuchKey');
  }
  if (isNamed(error, 'PreconditionFailed') || statusOf(error) === 412) {
    return problem(`“${uri}” was changed while it was read.`, 'Try again.', 'PreconditionFailed');
  }
  if (isNamed(error, 'PermanentRedirect', 'AuthorizationHeaderMalformed') || statusOf(error) === 301) {
    return problem(
      `The bucket of “${uri}” is not in ${name.region}: SageMaker reads and writes buckets of its own region.`,
      'Take a bucket of the same region, or connect to the other one.',
      'WrongRegion',
    );
  }
  // Asking for an object's head answers 403 without a word.
  if (isNamed(error, 'AccessDenied', 'Forbidden') || statusOf(error) === 403) {
    return problem(
      `S3 does not let the caller at “${uri}”.`,
      'The caller needs s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject on its objects; with a KMS key, kms:Decrypt and kms:GenerateDataKey too.',
      'AccessDenied',
    );
  }
  return awsProblem(error, name);
}

function statusOf(error: Error): unknown {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode
    : undefined;
}
