import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../engine/src/docker/engine';
import { pullProblem } from '../../../../engine/src/docker/pull-problem';
import { UserError } from '../../../../engine/src/user-error';

const OF_AWS = '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:3.2-0';

function problem(said: string, image: string): UserError {
  const made = pullProblem(new EngineError(said, 200), image);
  if (!(made instanceof UserError)) throw new Error('It should be a UserError.');
  return made;
}

describe('what a registry says of a pull', () => {
  it('leads to the command that signs in to the registry of an image of AWS', () => {
    const { message, remedy } = problem('no basic auth credentials', OF_AWS);
    expect(message).toContain(OF_AWS);
    expect(remedy).toContain(
      'aws ecr get-login-password --region us-west-2 | docker login --username AWS --password-stdin 246618743249.dkr.ecr.us-west-2.amazonaws.com',
    );
  });

  it('speaks of docker login for other registries', () => {
    const { message, remedy } = problem(
      "pull access denied for team/model, repository does not exist or may require 'docker login'",
      'team/model:1',
    );
    expect(message).toContain('team/model:1');
    expect(remedy).toContain('docker login');
    expect(remedy).not.toContain('aws ecr');
  });

  it('says that the engine does not reach the registry', () => {
    const said = `Get "https://246618743249.dkr.ecr.us-west-2.amazonaws.com/v2/": dial tcp: lookup 246618743249.dkr.ecr.us-west-2.amazonaws.com: no such host`;
    const { message, remedy } = problem(said, OF_AWS);
    expect(message).toContain('can’t reach the registry');
    expect(remedy).toContain('network');
  });

  it('says that there is no such tag', () => {
    const { message, remedy } = problem('manifest for team/model:7 not found: manifest unknown', 'team/model:7');
    expect(message).toContain('There is no image “team/model:7”');
    expect(remedy).toContain('tag');
  });

  it('leaves other errors as they are', () => {
    const other = new Error('a defect');
    expect(pullProblem(other, OF_AWS)).toBe(other);
    const unknown = new EngineError('something new', 500);
    expect(pullProblem(unknown, OF_AWS)).toBe(unknown);
  });
});
