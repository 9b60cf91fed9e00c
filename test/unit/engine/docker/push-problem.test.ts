import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../engine/src/docker/engine';
import { pushProblem } from '../../../../engine/src/docker/push';
import { UserError } from '../../../../engine/src/user-error';

const cases: readonly (readonly [string, RegExp, RegExp])[] = [
  [
    "The image tag 'v1' already exists in the 'a' repository and cannot be overwritten because the repository is immutable.",
    /keeps its tags/,
    /another tag/,
  ],
  ['no basic auth credentials', /did not let the image in/, /ecr:PutImage/],
  ['denied: User is not authorized to perform: ecr:InitiateLayerUpload', /did not let the image in/, /ecr:PutImage/],
  ["name unknown: The repository with name 'a' does not exist in the registry", /no repository/, /Create it/],
  ['Head "https://x": dial tcp: lookup x: no such host', /can’t reach the registry/, /proxy/],
];

describe('what a registry says of a push', () => {
  it.each(cases)('%s', (said, message, remedy) => {
    const problem = pushProblem(new EngineError(said, 200), 'host/a:v1');
    if (!(problem instanceof UserError)) throw new Error('It should be a UserError.');
    expect(problem.message).toMatch(message);
    expect(problem.remedy).toMatch(remedy);
  });

  it('leaves other errors as they are', () => {
    const other = new Error('a defect');
    expect(pushProblem(other, 'host/a:v1')).toBe(other);
    const unknown = new EngineError('something new', 500);
    expect(pushProblem(unknown, 'host/a:v1')).toBe(unknown);
  });
});
