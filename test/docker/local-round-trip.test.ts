import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { parseRequest } from '../../engine/src/requests/parse-request';
import type { RequestKind } from '../../engine/src/requests/types';
import { outcomeOf } from '../../engine/src/session/by-kind';
import { createFrom } from '../../engine/src/session/create';
import { describeAll } from '../../engine/src/session/describe-all';
import { nameOf } from '../../engine/src/session/job';
import { savedRequest } from '../../engine/src/session/saved-request';
import { configRequest, modelRequest, processingRequest, scriptRequest, subjects } from './local-subject';
import { describeWithEngine } from './support/engine';

const go = new AbortController().signal;
const S3 = { 's3://bucket/train/': './data', 's3://bucket/model/': './model', 's3://bucket/clean/': './clean' };

const model = modelRequest('m', {
  ModelDataUrl: undefined,
  ModelDataSource: {
    S3DataSource: { S3Uri: 's3://bucket/model/', S3DataType: 'S3Prefix', CompressionType: 'None' },
  },
  Environment: { WORKERS: '2' },
});

/** With members of which Describe could make something else: switches, texts, times. */
const DOCUMENTS: Readonly<Record<RequestKind, object>> = {
  'training-job': scriptRequest('train', 'echo auc=0.9', {
    HyperParameters: { epochs: '10', text: '"quoted" größe' },
    Environment: { LEVEL: 'debug' },
    EnableNetworkIsolation: true,
  }),
  'processing-job': processingRequest('process', 'cp /opt/ml/processing/in/* /opt/ml/processing/out/', {
    ProcessingInputs: [
      {
        InputName: 'in',
        S3Input: {
          S3Uri: 's3://bucket/train/',
          LocalPath: '/opt/ml/processing/in',
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
        },
      },
    ],
    ProcessingOutputConfig: {
      Outputs: [
        {
          OutputName: 'out',
          S3Output: {
            S3Uri: 's3://bucket/clean/',
            LocalPath: '/opt/ml/processing/out',
            S3UploadMode: 'EndOfJob',
          },
        },
      ],
    },
    Environment: { STAGE: 'test' },
  }),
  'transform-job': {
    TransformJobName: 'transform',
    ModelName: 'm',
    Model: model,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: 's3://bucket/clean/', Accept: 'text/csv', AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    BatchStrategy: 'MultiRecord',
    MaxPayloadInMB: 6,
  },
  endpoint: {
    Model: model,
    EndpointConfig: configRequest('c', 'm'),
    Endpoint: { EndpointName: 'e', EndpointConfigName: 'c' },
  },
};

describeWithEngine('what ran on this machine, saved as a request', () => {
  const subject = subjects();

  it.each(['training-job', 'processing-job', 'transform-job', 'endpoint'] as const)(
    'is the %s again that was asked for',
    async (kind) => {
      const { sagemaker, folder } = await subject({ s3: S3 });
      fs.mkdirSync(path.join(folder, 'model'));
      fs.writeFileSync(path.join(folder, 'model', 'model.json'), '{}');
      const text = JSON.stringify(DOCUMENTS[kind]);
      const { document, problems } = parseRequest(text, `one.${kind}.json`);
      expect(problems).toEqual([]);
      if (document === undefined) throw new Error('no document');
      await createFrom(sagemaker, document, go);
      await sagemaker.settled(kind, nameOf(document));
      expect((await outcomeOf(sagemaker, kind, nameOf(document))).status).toMatch(/^(?:Completed|InService)$/);
      const description = await describeAll(sagemaker, kind, nameOf(document));
      const saved = savedRequest(description);
      expect(JSON.parse(saved.document)).toEqual(JSON.parse(text));
      const again = parseRequest(saved.document, `again.${kind}.json`);
      expect(again.problems).toEqual([]);
      expect(again.document).toEqual(document);
    },
  );
});
