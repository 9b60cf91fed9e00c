import { expect, test } from 'vitest';
import { partDetails } from '../../../../client/src/views/part-details';
import { l10n } from '../l10n';

const text = (told: object): readonly string[] =>
  partDetails(told, l10n).flatMap(({ label, value, children = [] }) => [
    `${label}: ${value}`,
    ...children.map((it) => `${it.label}: ${it.value}`),
  ]);

test('below a model: each container with its image and data, and the role', () => {
  const told = {
    ModelName: 'm',
    ExecutionRoleArn: 'arn:role',
    Containers: [
      { Image: 'one', ModelDataUrl: 's3://b/m.tar.gz' },
      { Image: 'two', ModelDataSource: { S3DataSource: { S3Uri: 's3://b/parts/' } } },
    ],
  };
  expect(text(told)).toEqual([
    'Image: one',
    'Data: s3://b/m.tar.gz',
    'Image: two',
    'Data: s3://b/parts/',
    'Role: arn:role',
  ]);
});

test('below a configuration: variants with their hosts, and where an asynchronous one answers', () => {
  const told = {
    ProductionVariants: [
      { VariantName: 'a', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 2 },
      { VariantName: 'b', ModelName: 'n', ServerlessConfig: { MaxConcurrency: 1 } },
    ],
    AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://b/out/' } },
  };
  expect(text(told)).toEqual(['a: 2 × ml.m5.large', 'Model: m', 'b: serverless', 'Model: n', 'Answers: s3://b/out/']);
});
