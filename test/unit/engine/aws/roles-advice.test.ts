import { expect, it } from 'vitest';
import { needsOf } from '../../../../engine/src/aws/launch-needs';
import { roleAdvice } from '../../../../engine/src/aws/roles-advice';
import { trainingRequest } from '../plan/fixtures';

const PLACE = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const adviceFor = (RoleArn: string) =>
  roleAdvice(needsOf({ kind: 'training-job', request: trainingRequest({ TrainingJobName: 'churn', RoleArn }) }), PLACE);

/** The JSON documents in it, in order. */
const documentsIn = (text: string): readonly unknown[] =>
  [...text.matchAll(/```json\n([^]*?)```/g)].map(([, json = '']) => JSON.parse(json) as unknown);

it('has a trust policy, what the request needs, and what the caller needs, each as JSON that IAM takes', () => {
  const [trust, permissions, pass] = documentsIn(adviceFor('arn:aws:iam::111122223333:role/team/training'));
  expect(trust).toMatchObject({ Statement: [{ Principal: { Service: 'sagemaker.amazonaws.com' } }] });
  expect(JSON.stringify(permissions)).toContain('s3:PutObject');
  expect(pass).toMatchObject({ Statement: [{ Resource: ['arn:aws:iam::111122223333:role/team/training'] }] });
});

it('creates the role under the name of the request', () => {
  const text = adviceFor('arn:aws:iam::111122223333:role/team/training');
  expect(text).toContain('aws iam create-role --role-name training --assume-role-policy-document file://trust.json');
});

it('proposes a name where the request’s role is of another account, or of this machine', () => {
  expect(adviceFor('arn:aws:iam::000000000000:role/local')).toContain(
    'Then write its ARN into the request: `arn:aws:iam::111122223333:role/SageMaker-churn`',
  );
});
