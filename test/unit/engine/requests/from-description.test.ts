import { describe, expect, it } from 'vitest';
import { fromDescription, overlayFolders } from '../../../../engine/src/requests/from-description';
import type { RequestDocument, RequestKind } from '../../../../engine/src/requests/types';
import { parseRequest } from '../../../../engine/src/requests/parse-request';
import { createFrom } from '../../../../engine/src/session/create';
import { describeAll } from '../../../../engine/src/session/describe-all';
import { nameOf } from '../../../../engine/src/session/job';
import { describedImages } from '../../../../engine/src/session/image-digests';
import { comparable, savedRequest } from '../../../../engine/src/session/saved-request';
import { memorySageMaker } from '../../../../engine/src/testing/memory-sagemaker';
import { DOCUMENTS, ENDPOINT, TRAINING_JOB, TRANSFORM_JOB } from './documents';

const KINDS: readonly RequestKind[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];
/** With its model: without it there would be nothing to transform with. */
const WHOLE = {
  ...DOCUMENTS,
  'transform-job': { ...TRANSFORM_JOB, Model: { ...ENDPOINT.Model, ModelName: TRANSFORM_JOB.ModelName } },
};
const go = new AbortController().signal;

function read(kind: RequestKind, value: object): RequestDocument {
  const { document, problems } = parseRequest(JSON.stringify(value), `one.${kind}.json`);
  if (document === undefined) throw new Error(problems.map((it) => it.message).join('\n'));
  return document;
}

async function described(kind: RequestKind, value: object) {
  const sagemaker = memorySageMaker();
  const document = read(kind, value);
  await createFrom(sagemaker, document, go);
  return describeAll(sagemaker, kind, nameOf(document));
}

describe('fromDescription', () => {
  it.each(KINDS)('gives the %s that was created, without its tags', async (kind) => {
    const again = fromDescription(await described(kind, WHOLE[kind]));
    expect(again).toEqual(JSON.parse(withoutTags(WHOLE[kind])));
    expect(read(kind, again).kind).toBe(kind);
  });

  it('has the tags that it is given', async () => {
    const again = fromDescription(await described('training-job', TRAINING_JOB), TRAINING_JOB.Tags);
    expect(again).toEqual(TRAINING_JOB);
  });

  it('leaves out what only answers have, switches that are off, and lists with nothing in them', async () => {
    const told = await described('training-job', TRAINING_JOB);
    if (told.kind !== 'training-job') throw new Error('another kind');
    const job = {
      ...told.job,
      EnableNetworkIsolation: false,
      ProfilerRuleConfigurations: [],
      BillableTimeInSeconds: 5,
    };
    expect(fromDescription({ kind: 'training-job', job })).toEqual(fromDescription(told));
  });

  it('takes one of the two forms in which AWS tells where a model is', async () => {
    const told = await described('endpoint', DOCUMENTS.endpoint);
    if (told.kind !== 'endpoint') throw new Error('another kind');
    const models = told.models.map((model) => {
      const S3Uri = model.PrimaryContainer?.ModelDataUrl;
      const S3DataSource = { S3Uri, S3DataType: 'S3Object', CompressionType: 'Gzip' } as const;
      return { ...model, PrimaryContainer: { ...model.PrimaryContainer, ModelDataSource: { S3DataSource } } };
    });
    expect(fromDescription({ ...told, models })).toEqual(fromDescription(told));
  });
});

describe('a saved request', () => {
  it('has an overlay with a folder for all that the job reads', async () => {
    const { overlay } = savedRequest(await described('training-job', TRAINING_JOB));
    expect(JSON.parse(overlay ?? '')).toEqual({
      s3: { 's3://amzn-churn/train/': 'data/train', 's3://amzn-churn/validation/': 'data/validation' },
    });
  });

  it('gives places of the same name folders of their own', () => {
    expect(overlayFolders(['s3://a/x/', 's3://b/x', 's3://b'])).toEqual({
      's3://a/x/': 'data/x',
      's3://b/x': 'data/x-2',
      's3://b': 'data/b',
    });
  });
});

describe('comparable', () => {
  it('is the same for two jobs of which only names and times differ', async () => {
    const one = comparable(await described('training-job', TRAINING_JOB));
    const other = comparable(await described('training-job', { ...TRAINING_JOB, TrainingJobName: 'another' }));
    expect(one).toBe(other);
  });

  it('shows hyperparameters that differ', async () => {
    const one = comparable(await described('training-job', TRAINING_JOB));
    const changed = { ...TRAINING_JOB, HyperParameters: { lr: '0.2', epochs: '10' } };
    const other = comparable(await described('training-job', changed));
    expect(lines(one).filter((line) => !lines(other).includes(line))).toEqual(['      "lr": "0.1"']);
  });

  it('shows that the same tag is another image', async () => {
    const job = await described('training-job', TRAINING_JOB);
    const [image = ''] = describedImages(job);
    expect(image).toBe(TRAINING_JOB.AlgorithmSpecification.TrainingImage);
    const text = (digest: string) => lines(comparable(job, { [image]: digest }));
    expect(text('sha256:1').filter((line) => !text('sha256:2').includes(line))).toEqual([`    "${image}": "sha256:1"`]);
    expect(comparable(job, {})).toBe(comparable(job));
  });
});

function lines(text: string): readonly string[] {
  return text.split('\n');
}

function withoutTags(document: object): string {
  return JSON.stringify(document, (name, value: unknown) => (name === 'Tags' ? undefined : value));
}
