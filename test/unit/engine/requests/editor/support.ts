import { DEFAULT_OVERLAY } from '../../../../../engine/src/requests/overlay';
import type { EditedDocument, Surroundings } from '../../../../../engine/src/requests/editor/types';

export const XGBOOST = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';
export const PYTORCH = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312';

/** A training job that is right; members can be replaced. */
export function training(members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    TrainingJobName: 'job',
    AlgorithmSpecification: { TrainingImage: 'mine:1', TrainingInputMode: 'File' },
    RoleArn: 'arn:aws:iam::111122223333:role/training',
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
      },
    ],
    OutputDataConfig: { S3OutputPath: 's3://bucket/out/' },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    ...members,
  };
}

export const S3 = { 's3://bucket/train/': './data' };

/** What stands around a document; every file is there unless said otherwise. */
export function around(requests: readonly unknown[], changes: Partial<Surroundings> = {}): Surroundings {
  return {
    overlay: { ...DEFAULT_OVERLAY, s3: S3 },
    folder: '/work',
    requests,
    region: 'us-east-1',
    builtImages: [],
    overlayTexts: new Map([['gpus', 'Which GPUs.']]),
    exists: () => true,
    ...changes,
  };
}

/** A document, and where `|` stands in its text. */
export function withCursor(kind: EditedDocument['kind'], marked: string): { document: EditedDocument; offset: number } {
  const offset = marked.indexOf('|');
  return { document: edited(kind, marked.replace('|', '')), offset };
}

export function edited(kind: EditedDocument['kind'], text: string): EditedDocument {
  return { kind, path: kind === 'overlay' ? '/work/a.local.json' : `/work/a.${kind}.json`, text };
}
