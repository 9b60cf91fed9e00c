import { describe, expect, it } from 'vitest';
import { builtInAlgorithms } from '../../../../contract/images/algorithms';
import { algorithmRequest, settingsOf } from '../../../../engine/src/templates/algorithm-request';
import type { AlgorithmRequestKind } from '../../../../engine/src/templates/algorithm-request';
import { algorithmChoices } from '../../../../engine/src/templates/request-choices';
import { requestPlace } from '../../../../engine/src/templates/request-place';
import { findingsOf } from './written-findings';

const KINDS: readonly AlgorithmRequestKind[] = ['training-job', 'transform-job', 'endpoint'];
const own = builtInAlgorithms().filter(({ via }) => via === 'image');

/** As somebody answers who takes what is proposed, and 3 where nothing is. */
function answers(id: string, given: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const next = settingsOf(id, given).find(({ name }) => given[name] === undefined);
  return next === undefined ? given : answers(id, { ...given, [next.name]: next.value ?? '3' });
}

function written(kind: AlgorithmRequestKind, id: string, account?: string, region = 'eu-west-1') {
  const place = requestPlace(id, region, account);
  return algorithmRequest(kind, { id, name: id, place, hyperparameters: answers(id), model: './model' });
}

const cases = KINDS.flatMap((kind) => own.map(({ id }) => ({ kind, id })));

describe('requests for built-in algorithms', () => {
  it.each(cases)('$id, $kind: the editor has nothing to say of it', ({ kind, id }) => {
    expect(findingsOf(kind, written(kind, id))).toEqual([]);
    expect(findingsOf(kind, written(kind, id, '123456789012'))).toEqual([]);
  });

  it.each(own)('$id: has the channels and hyperparameters that it needs, on an instance that it trains on', (algorithm) => {
    const { request, overlay, folders } = written('training-job', algorithm.id);
    expect(request).toMatchObject({
      AlgorithmSpecification: { TrainingInputMode: 'File' },
      InputDataConfig: algorithm.channels.required.map((ChannelName) => ({ ChannelName })),
      HyperParameters: Object.fromEntries(
        algorithm.hyperparameters.required.map((name) => [name, expect.stringMatching(/./) as string]),
      ),
      ResourceConfig: { InstanceType: algorithm.trainOn.includes('cpu') ? 'ml.m5.large' : 'ml.g4dn.xlarge' },
    });
    expect(folders).toEqual(algorithm.channels.required.map((it) => `./data/${it}`));
    expect(Object.values(overlay.s3)).toEqual(folders);
  });

  it('takes the image of the region, and the bucket of the account that launches', () => {
    expect(written('training-job', 'kmeans', '123456789012').request).toMatchObject({
      AlgorithmSpecification: { TrainingImage: '438346466558.dkr.ecr.eu-west-1.amazonaws.com/kmeans:1' },
      OutputDataConfig: { S3OutputPath: 's3://sagemaker-eu-west-1-123456789012/kmeans/output' },
    });
    expect(() => written('training-job', 'kmeans', undefined, 'us-nowhere-1')).toThrow(/us-nowhere-1/);
  });

  it('says of CSV files whether they have labels, and spreads the data as the algorithm wants it', () => {
    const channel = (id: string) => (written('training-job', id).request as { InputDataConfig: object[] }).InputDataConfig[0];
    expect(channel('xgboost')).toMatchObject({ ContentType: 'text/csv' });
    expect(channel('randomcutforest')).toMatchObject({
      ContentType: 'text/csv;label_size=0',
      DataSource: { S3DataSource: { S3DataDistributionType: 'ShardedByS3Key' } },
    });
  });

  it('sends transform jobs what the algorithm reads, cut as that allows', () => {
    expect(written('transform-job', 'forecasting-deepar').request).toMatchObject({
      BatchStrategy: 'SingleRecord',
      TransformInput: { ContentType: 'application/jsonlines', SplitType: 'Line' },
      TransformOutput: { Accept: 'application/jsonlines', AssembleWith: 'Line' },
    });
    expect(written('transform-job', 'object-detection').request).toMatchObject({
      TransformInput: { ContentType: 'application/x-image', SplitType: 'None' },
      TransformOutput: { AssembleWith: 'None' },
    });
  });

  it('asks for the number of classes only where there are some', () => {
    const names = (objective: string) => settingsOf('xgboost', { objective }).map(({ name }) => name);
    expect(names('reg:squarederror')).toEqual(['objective', 'num_round']);
    expect(names('multi:softprob')).toEqual(['objective', 'num_class', 'num_round']);
  });

  it('names the settings as the algorithm does', () => {
    for (const { id, hyperparameters } of own) {
      const { required, conditional = [], optional } = hyperparameters;
      for (const { name } of settingsOf(id, answers(id))) expect([...required, ...conditional, ...optional]).toContain(name);
    }
  });
});

describe('the choice of an algorithm', () => {
  it('has all of the catalogue, those of JumpStart behind the others and with their models', () => {
    const choices = algorithmChoices();
    expect(choices).toHaveLength(builtInAlgorithms().length);
    const from = choices.findIndex(({ jumpStartModel }) => jumpStartModel !== undefined);
    expect(from).toBe(own.length);
    expect(choices.slice(from).every(({ jumpStartModel }) => jumpStartModel !== undefined)).toBe(true);
    expect(choices.find(({ id }) => id === 'xgboost')?.detail).toBe(
      'CSV, LibSVM, or Parquet · channel train, and validation if you like · trains on CPU or GPU',
    );
    expect(() => written('training-job', 'lightgbm')).toThrow('LightGBM has no image of its own');
  });
});
