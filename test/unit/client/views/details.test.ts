import { expect, test } from 'vitest';
import { detailsOf, tagDetail } from '../../../../client/src/views/details';
import type { Detail } from '../../../../client/src/views/details';
import { memorySageMaker } from '../../../../engine/src/testing/memory-sagemaker';
import { describeAll } from '../../../../engine/src/session/describe-all';
import { l10n } from '../l10n';

const ROLE = 'arn:aws:iam::123456789012:role/r';

function flat(details: readonly Detail[]): string[] {
  return details.flatMap(({ label, value, children = [] }) => [`${label}: ${value}`, ...flat(children)]);
}

test('below a training job: image, hosts, channels, timeline', async () => {
  const sagemaker = memorySageMaker();
  await sagemaker.createTrainingJob({
    TrainingJobName: 'churn',
    RoleArn: ROLE,
    AlgorithmSpecification: { TrainingImage: 'churn:1', TrainingInputMode: 'File' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
    InputDataConfig: [
      { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/train' } } },
    ],
    OutputDataConfig: { S3OutputPath: 's3://b/out' },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  });
  const lines = flat(detailsOf(await describeAll(sagemaker, 'training-job', 'churn'), l10n));
  expect(lines).toEqual(expect.arrayContaining(['Image: churn:1', 'Instance: 2 × ml.m5.large', 'train: s3://b/train']));
  expect(lines.join('\n')).not.toContain('undefined');
});

test('below an endpoint: variants with weight, hosts and image', async () => {
  const sagemaker = memorySageMaker();
  await sagemaker.createModel({ ModelName: 'm', ExecutionRoleArn: ROLE, PrimaryContainer: { Image: 'churn:1' } });
  await sagemaker.createEndpointConfig({
    EndpointConfigName: 'c',
    ProductionVariants: [
      {
        VariantName: 'a',
        ModelName: 'm',
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
        InitialVariantWeight: 3,
      },
    ],
  });
  await sagemaker.createEndpoint({ EndpointName: 'e', EndpointConfigName: 'c' });
  const lines = flat(detailsOf(await describeAll(sagemaker, 'endpoint', 'e'), l10n));
  expect(lines).toEqual(expect.arrayContaining(['Variants: 1', 'Model: m', 'Image: churn:1', 'Configuration: c']));
  expect(lines.find((line) => line.startsWith('a: '))).toMatch(/^a: weight [\d.]+ \d × ml\.m5\.large$/);
});

test('what is paid of a training job, and what spot instances saved', () => {
  const billed = (job: object): string | undefined =>
    detailsOf({ kind: 'training-job', job: job as never }, l10n).find(({ label }) => label === 'Billable time')?.value;
  expect(billed({ BillableTimeInSeconds: 90, TrainingTimeInSeconds: 90 })).toBe('1 min');
  const spot = { EnableManagedSpotTraining: true, BillableTimeInSeconds: 30, TrainingTimeInSeconds: 120 };
  expect(billed(spot)).toBe('30 s, 75 % saved');
  expect(billed({ BillableTimeInSeconds: 0, TrainingTimeInSeconds: 120 })).toBeUndefined();
  expect(billed({})).toBeUndefined();
});

test('tags are a group, where there are any', () => {
  expect(tagDetail([], l10n)).toBeUndefined();
  expect(flat([tagDetail([{ Key: 'team', Value: 'churn' }], l10n)].filter((it) => it !== undefined))).toEqual([
    'Tags: 1',
    'team: churn',
  ]);
});
