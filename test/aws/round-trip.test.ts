import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { endpointUse } from '../../engine/src/aws/endpoint-use';
import { Pricing } from '../../engine/src/aws/pricing';
import { tagsOf } from '../../engine/src/aws/tags';
import { parseRequest } from '../../engine/src/requests/parse-request';
import type { RequestDocument, RequestKind } from '../../engine/src/requests/types';
import { createFrom } from '../../engine/src/session/create';
import { describeAll } from '../../engine/src/session/describe-all';
import { nameOf } from '../../engine/src/session/job';
import { savedRequest } from '../../engine/src/session/saved-request';
import { DOCUMENTS, ENDPOINT, TRAINING_JOB, TRANSFORM_JOB } from '../unit/engine/requests/documents';
import { connectTo } from './support/connect';
import { startStub } from './support/stub';

const go = new AbortController().signal;
const WHOLE = {
  ...DOCUMENTS,
  'transform-job': { ...TRANSFORM_JOB, Model: { ...ENDPOINT.Model, ModelName: TRANSFORM_JOB.ModelName } },
};

/** Members that AWS answers and moto does not. */
const UNTOLD: Readonly<Record<RequestKind, readonly string[]>> = {
  'training-job': ['Environment'],
  'processing-job': ['Environment', 'ProcessingResources'],
  'transform-job': [],
  endpoint: [],
};

const open: AwsConnection[] = [];
let stub: Awaited<ReturnType<typeof startStub>>;

beforeAll(async () => {
  const product = {
    product: { attributes: { platoinstancetype: 'Hosting' } },
    terms: { OnDemand: { a: { priceDimensions: { b: { pricePerUnit: { USD: '0.2' } } } } } },
  };
  stub = await startStub(() => ({ PriceList: [JSON.stringify(product)] }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_PRICING: stub.url });
});
afterAll(async () => {
  Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL_PRICING');
  for (const connection of open) connection.close();
  await stub.stop();
});

function at(region: string) {
  const connection = connectTo(region);
  open.push(connection);
  return { connection, sagemaker: awsSageMaker(connection) };
}

function read(kind: RequestKind, text: string): RequestDocument {
  const { document, problems } = parseRequest(text, `one.${kind}.json`);
  if (document === undefined) throw new Error(problems.map((it) => it.message).join('\n'));
  return document;
}

/** moto adds metrics to training jobs and makes a weight of nothing: what it invents is left out. */
function withoutInventions(text: string): object {
  const without = ['Tags', 'MetricDefinitions', 'InitialVariantWeight'];
  return Object(JSON.parse(text, (name, value: unknown) => (without.includes(name) ? undefined : value))) as object;
}

describe('a job or endpoint at AWS, saved as a request', () => {
  it.each(['training-job', 'processing-job', 'transform-job', 'endpoint'] as const)(
    'gives the %s again',
    async (kind) => {
      const { sagemaker } = at('eu-central-1');
      const sent = JSON.stringify(WHOLE[kind]);
      const document = read(kind, sent);
      await createFrom(sagemaker, document, go);
      const saved = savedRequest(await describeAll(sagemaker, kind, nameOf(document)));
      const told = Object.entries(withoutInventions(sent)).filter(([name]) => !UNTOLD[kind].includes(name));
      expect(withoutInventions(saved.document)).toEqual(Object.fromEntries(told));
      await sagemaker.deleteModel('churn').catch(() => undefined);
    },
  );

  it('has the tags that its creator gave', async () => {
    const { connection, sagemaker } = at('eu-west-3');
    const { TrainingJobArn } = await sagemaker.createTrainingJob(TRAINING_JOB);
    expect(await tagsOf(connection, TrainingJobArn, go)).toEqual(TRAINING_JOB.Tags);
  });
});

it('an endpoint tells what it costs; whether it is used is only asked when it is older than a day', async () => {
  const { connection, sagemaker } = at('eu-west-2');
  await createFrom(sagemaker, read('endpoint', JSON.stringify(ENDPOINT)), go);
  const name = ENDPOINT.Endpoint.EndpointName;
  const pricing = new Pricing(connection, '/nonexistent/prices');
  const young = await endpointUse(connection, sagemaker, pricing, name, go);
  const count = ENDPOINT.EndpointConfig.ProductionVariants.reduce((all, it) => all + it.InitialInstanceCount, 0);
  expect(young.perHour).toBeCloseTo(0.2 * count);
  expect(young.invocations).toBeUndefined();

  const yesterday = new Date(Date.now() - 2 * 86_400_000);
  const old = {
    describeEndpoint: async (of: string) => ({ ...(await sagemaker.describeEndpoint(of)), CreationTime: yesterday }),
    describeEndpointConfig: (of: string) => sagemaker.describeEndpointConfig(of),
  };
  expect((await endpointUse(connection, old, pricing, name, go)).invocations).toBe(0);
  const [variant] = ENDPOINT.EndpointConfig.ProductionVariants;
  const Dimensions = [
    { Name: 'EndpointName', Value: name },
    { Name: 'VariantName', Value: variant?.VariantName },
  ];
  const datum = { MetricName: 'Invocations', Dimensions, Value: 3, Timestamp: new Date(Date.now() - 3_600_000) };
  const put = new PutMetricDataCommand({ Namespace: 'AWS/SageMaker', MetricData: [datum] });
  await connection.clients.cloudwatch().send(put);
  expect((await endpointUse(connection, old, pricing, name, go)).invocations).toBe(3);
});
