import { describe, expect, it } from 'vitest';
import { testedRoles } from '../../../../client/src/testing/tested-roles';

describe('testedRoles', () => {
  it('takes what the comment declares before what the linter found', () => {
    const text = '# sagemaker: roles=inference\nFROM a\n';
    expect(testedRoles(text, ['training'])).toEqual({ roles: ['inference'], guess: false });
  });

  it('takes what the linter found, and leaves out roles that have no tests', () => {
    expect(testedRoles('FROM a', ['processing', 'inference', 'training'])).toEqual({
      roles: ['training', 'inference'],
      guess: false,
    });
    expect(testedRoles('FROM a\nCOPY train /opt/ml/code/', ['processing'])).toBeUndefined();
    expect(testedRoles('FROM a\nENV X=/opt/ml', [])).toBeUndefined();
  });

  it.each(['COPY train /usr/bin/', 'ENV MODEL=/opt/ml/model', 'RUN pip install sagemaker-training'])(
    'guesses both roles of a Dockerfile that was not opened: %s',
    (line) => {
      expect(testedRoles(`FROM a\n${line}\n`, undefined)).toEqual({ roles: ['training', 'inference'], guess: true });
    },
  );

  it('leaves other Dockerfiles alone', () => {
    expect(testedRoles('FROM node\nCOPY server.js .\nRUN npm run train-model\n', undefined)).toBeUndefined();
  });
});
