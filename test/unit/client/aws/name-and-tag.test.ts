import { expect, it } from 'vitest';
import { nameAndTag } from '../../../../client/src/aws/push-texts';

it.each([
  ['churn:2', 'churn', '2'],
  ['churn', 'churn', 'latest'],
  ['localhost:5000/team/churn:dev', 'churn', 'dev'],
  ['localhost:5000/team/churn', 'churn', 'latest'],
  ['My_Image:1', 'my-image', '1'],
  [`host/churn@sha256:${'a'.repeat(64)}`, 'churn', 'latest'],
])('%s is offered as %s:%s in ECR', (image, name, tag) => {
  expect(nameAndTag(image)).toEqual({ name, tag });
});
