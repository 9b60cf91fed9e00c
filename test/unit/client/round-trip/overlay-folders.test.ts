import { mkdirSync, mkdtempSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { foldersIn } from '../../../../client/src/round-trip/overlay-folders';
import { diagnoseRequest } from '../../../../engine/src/requests/editor/diagnose';
import { parseOverlay } from '../../../../engine/src/requests/overlay';
import { savedRequest } from '../../../../engine/src/session/saved-request';

const folder = mkdtempSync(join(tmpdir(), 'sm-saved-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const JOB = {
  TrainingJobName: 'churn',
  TrainingJobArn: 'arn:aws:sagemaker:eu-west-1:123456789012:training-job/churn',
  TrainingJobStatus: 'Completed',
  SecondaryStatus: 'Completed',
  ModelArtifacts: { S3ModelArtifacts: 's3://bucket/out/churn/output/model.tar.gz' },
  AlgorithmSpecification: { TrainingImage: 'churn:1', TrainingInputMode: 'File' },
  RoleArn: 'arn:aws:iam::123456789012:role/r',
  InputDataConfig: [
    {
      ChannelName: 'train',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
      CompressionType: 'None',
    },
  ],
  OutputDataConfig: { S3OutputPath: 's3://bucket/out/', KmsKeyId: '' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
  StoppingCondition: { MaxRuntimeInSeconds: 600 },
  CreationTime: new Date(),
  EnableNetworkIsolation: false,
} as const;

it('a job that is saved opens without problems once the folders of its overlay are there', () => {
  const { document, overlay = '' } = savedRequest({ kind: 'training-job', job: JOB } as never);
  const path = join(folder, 'churn.training-job.json');
  const around = {
    overlay: parseOverlay(overlay).overlay,
    folder,
    requests: [JSON.parse(document)],
    region: 'eu-west-1',
    builtImages: [],
    overlayTexts: new Map(),
    exists: existsSync,
  };
  const problems = () =>
    [
      ...diagnoseRequest({ kind: 'training-job', path, text: document }, around, []),
      ...diagnoseRequest({ kind: 'overlay', path: join(folder, 'churn.local.json'), text: overlay }, around, []),
    ].map(({ message }) => message);
  expect(problems()).toHaveLength(2);
  expect(foldersIn(overlay)).toEqual(['data/train']);
  for (const it of foldersIn(overlay)) mkdirSync(join(folder, it), { recursive: true });
  expect(problems()).toEqual([]);
});

it('what has an ending is a file, which nobody can make', () => {
  expect(foldersIn('{"s3":{"s3://b/m.tar.gz":"data/m.tar.gz","s3://b/in/":"data/in"}}')).toEqual(['data/in']);
  expect(foldersIn('{}')).toEqual([]);
});
