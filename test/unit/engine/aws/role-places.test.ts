import { describe, expect, it } from 'vitest';
import { rolesToChoose, withRole } from '../../../../engine/src/aws/role-places';

const ROLE = 'arn:aws:iam::123456789012:role/sm';

describe('roles to choose', () => {
  it('is none where a role of an account stands', () => {
    expect(rolesToChoose(JSON.stringify({ RoleArn: ROLE }), 'training-job')).toEqual([]);
    expect(rolesToChoose(JSON.stringify({ RoleArn: ROLE.replace('aws:', 'aws-cn:') }), 'training-job')).toEqual([]);
  });

  it.each([
    [{}],
    [{ RoleArn: '' }],
    [{ RoleArn: '<your role>' }],
    [{ RoleArn: 'arn:aws:iam::000000000000:role/local' }],
  ])('is the role of a job where %j stands', (document) => {
    expect(rolesToChoose(JSON.stringify(document), 'processing-job')).toEqual([['RoleArn']]);
  });

  it('is that of each model of an endpoint which has none', () => {
    const Models = [{ ModelName: 'a', ExecutionRoleArn: ROLE }, { ModelName: 'b' }];
    expect(rolesToChoose(JSON.stringify({ Models }), 'endpoint')).toEqual([['Models', 1, 'ExecutionRoleArn']]);
    expect(rolesToChoose('{ "Model": {} }', 'transform-job')).toEqual([['Model', 'ExecutionRoleArn']]);
  });

  it('is none for a transform job whose model is at AWS', () => {
    expect(rolesToChoose('{ "ModelName": "a" }', 'transform-job')).toEqual([]);
  });
});

it('a role is written where it belongs, and nothing else changes', () => {
  const text = '{\n  // mine\n  "TrainingJobName": "a",\n  "RoleArn": "x"\n}\n';
  expect(withRole(text, [['RoleArn']], ROLE)).toBe(text.replace('"x"', `"${ROLE}"`));
  expect(JSON.parse(withRole('{"Model":{"ModelName":"m"}}', [['Model', 'ExecutionRoleArn']], ROLE))).toEqual({
    Model: { ModelName: 'm', ExecutionRoleArn: ROLE },
  });
});
