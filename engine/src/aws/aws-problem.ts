import { isNamed, renamed } from '../named-errors';
import { UserError } from '../user-error';
import type { ConnectionName } from './connection';

/** What an AWS call threw, as a UserError where the user can do something; anything else comes back as it was. */
export function awsProblem(error: unknown, { profile, region }: ConnectionName): unknown {
  if (!(error instanceof Error) || error instanceof UserError || error.name === 'AbortError') return error;
  const who = profile === undefined ? 'the credentials of this machine' : `the profile “${profile}”`;
  const { name, message } = error;
  const problem = (what: string, remedy: string, as: string): UserError =>
    renamed(new UserError(what, remedy, { cause: error }), as);

  if (EXPIRED.has(name) || /token (?:is|has) expired|session (?:associated|has expired)|SSO session/i.test(message)) {
    return problem(
      profile === undefined ? 'The AWS sign-in of this machine has expired.' : `The sign-in of ${who} has expired.`,
      profile === undefined
        ? 'Get new credentials, and try again.'
        : `Sign in again: aws sso login --profile ${profile}`,
      'ExpiredToken',
    );
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return problem(
      profile === undefined
        ? `This machine has no AWS credentials: ${firstSentence(message)}.`
        : `The profile “${profile}” gives no credentials: ${firstSentence(message)}.`,
      'Sign in, or choose another profile; `aws configure list` shows what the AWS CLI finds.',
      'CredentialsError',
    );
  }
  if (DENIED.has(name)) {
    const action = /not authorized to perform:? ([\w-]+:[\w*-]+)/.exec(message)?.[1];
    return problem(
      action === undefined
        ? `AWS does not allow ${who} to do this: ${firstSentence(message)}.`
        : `AWS does not allow ${who} to call ${action}.`,
      `Ask for a policy that allows ${action ?? 'this action'}, or choose another profile.`,
      'AccessDenied',
    );
  }
  if (name === 'UnrecognizedClientException' || name === 'InvalidClientTokenId' || name === 'SignatureDoesNotMatch') {
    return problem(
      `AWS does not know the access key of ${who} in ${region}.`,
      'Look whether the key is still active, and whether the region belongs to the same partition (China and GovCloud have their own).',
      'CredentialsError',
    );
  }
  if (
    name === 'RequestTimeTooSkewed' ||
    name === 'RequestExpired' ||
    /Signature (?:not yet current|expired)/.test(message)
  ) {
    return problem('The clock of this machine differs from that of AWS.', 'Set it right, and try again.', 'ClockSkew');
  }
  if (THROTTLED.has(name)) {
    return problem(
      'AWS answers that there are too many requests at the moment.',
      'Try again in a minute.',
      'Throttling',
    );
  }
  if (NETWORK.has(codeOf(error)) || name === 'TimeoutError') {
    return problem(
      `AWS can’t be reached in ${region} (${codeOf(error) === '' ? name : codeOf(error)}).`,
      'Look at the network, the proxy settings and the name of the region.',
      'NetworkError',
    );
  }
  if (isFailureOfService(error)) {
    return problem(
      `AWS failed to answer (${name}).`,
      'Try again in a minute; https://health.aws.amazon.com tells what AWS knows of.',
      'ServiceFailure',
    );
  }
  if (isNamed(error, 'ResourceNotFound', 'ResourceNotFoundException') || /could not find/i.test(message)) {
    return problem(firstSentence(message), 'Look at the list for the names there are.', 'ValidationException');
  }
  if (isNamed(error, 'ResourceInUse') || /already (?:exist|in use)/i.test(message)) {
    return problem(firstSentence(message), 'Take another name, or delete the one that is there.', 'ResourceInUse');
  }
  if (isNamed(error, 'ResourceLimitExceeded', 'ServiceQuotaExceededException')) {
    return problem(message, 'Ask for more in the Service Quotas console, or take another instance type.', name);
  }
  if (isNamed(error, 'ValidationException', 'ValidationError')) {
    return problem(message, 'Correct the request, and try again.', 'ValidationException');
  }
  return error;
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException']);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError']);
const THROTTLED = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded']);
const NETWORK = new Set<string>([
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** HTTP 5xx: nothing is wrong with the request. A model’s error is its container’s, whatever the status. */
function isFailureOfService(error: Error): boolean {
  return '$fault' in error && error.$fault === 'server' && !isNamed(error, 'ModelError', 'ModelNotReadyException');
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function firstSentence(message: string): string {
  return message.split(/\.\s|\n/)[0]?.replace(/\.$/, '') ?? message;
}
