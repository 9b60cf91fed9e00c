import { describe, expect, it } from 'vitest';
import { awsProblem } from '../../../../engine/src/aws/aws-problem';
import { UserError } from '../../../../engine/src/user-error';

const CONNECTION = { profile: 'dev', region: 'eu-central-1' };

function failing(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

describe('what AWS says, for people', () => {
  it.each<[string, Error, string, RegExp]>([
    [
      'an expired session',
      failing('ExpiredTokenException', 'The security token included in the request is expired'),
      'ExpiredToken',
      /sign-in of the profile “dev” has expired/,
    ],
    [
      'an expired SSO session',
      failing('CredentialsProviderError', 'The SSO session associated with this profile has expired. To refresh…'),
      'ExpiredToken',
      /has expired/,
    ],
    [
      'no credentials',
      failing(
        'CredentialsProviderError',
        'Could not resolve credentials using profile: [dev] in configuration/credentials file(s).',
      ),
      'CredentialsError',
      /^The profile “dev” gives no credentials: Could not resolve/,
    ],
    [
      'a missing permission',
      failing(
        'AccessDeniedException',
        'User: arn:aws:iam::111122223333:user/me is not authorized to perform: sagemaker:ListTrainingJobs because no identity-based policy allows it',
      ),
      'AccessDenied',
      /does not allow the profile “dev” to call sagemaker:ListTrainingJobs/,
    ],
    [
      'a denial without a reason',
      failing('AccessDenied', 'Access Denied'),
      'AccessDenied',
      /to do this: Access Denied/,
    ],
    [
      'a key of another partition',
      failing('UnrecognizedClientException', 'invalid'),
      'CredentialsError',
      /does not know the access key/,
    ],
    ['a wrong clock', failing('RequestTimeTooSkewed', 'too large'), 'ClockSkew', /clock of this machine/],
    ['too many requests', failing('ThrottlingException', 'Rate exceeded'), 'Throttling', /too many requests/],
    [
      'no network',
      failing('Error', 'getaddrinfo', { code: 'ENOTFOUND' }),
      'NetworkError',
      /can’t be reached in eu-central-1 \(ENOTFOUND\)/,
    ],
    ['no answer', failing('TimeoutError', 'socket'), 'NetworkError', /can’t be reached/],
    [
      'an unknown name',
      failing('ValidationException', 'Could not find endpoint "x".'),
      'ValidationException',
      /Could not find endpoint "x"/,
    ],
    [
      'an unknown job',
      failing('ResourceNotFound', 'Requested resource not found.'),
      'ValidationException',
      /resource not found/,
    ],
    [
      'a name that is taken',
      failing('ResourceInUse', 'Training job names must be unique.'),
      'ResourceInUse',
      /must be unique/,
    ],
    [
      'a quota',
      failing('ResourceLimitExceeded', 'The account-level service limit is 0.'),
      'ResourceLimitExceeded',
      /service limit is 0/,
    ],
    [
      'a wrong request',
      failing('ValidationException', '1 validation error detected'),
      'ValidationException',
      /1 validation error/,
    ],
  ])('%s', (_what, error, name, message) => {
    const problem = awsProblem(error, CONNECTION);
    expect(problem).toBeInstanceOf(UserError);
    expect(problem).toMatchObject({ name, cause: error });
    expect((problem as UserError).message).toMatch(message);
    expect((problem as UserError).remedy).not.toBe('');
  });

  it('says how to sign in again', () => {
    expect(awsProblem(failing('ExpiredToken', ''), CONNECTION)).toMatchObject({
      remedy: 'Sign in again: aws sso login --profile dev',
    });
    expect(awsProblem(failing('ExpiredToken', ''), { ...CONNECTION, profile: undefined })).toMatchObject({
      message: 'The AWS sign-in of this machine has expired.',
    });
  });

  it('leaves alone what is no affair of the user', () => {
    for (const error of [new TypeError('x'), failing('AbortError', 'aborted'), new UserError('a', 'b'), 'text']) {
      expect(awsProblem(error, CONNECTION)).toBe(error);
    }
  });
});
