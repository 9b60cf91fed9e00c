import { afterAll, beforeAll, expect, it } from 'vitest';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { HostingParts } from '../../engine/src/aws/hosting-parts';
import { connectTo } from './support/connect';
import { startStub } from './support/stub';

const ROLE = 'arn:aws:iam::123456789012:role/r';
let connection: AwsConnection;
let parts: HostingParts;

beforeAll(async () => {
  connection = connectTo('eu-south-1');
  parts = new HostingParts(connection);
  const sagemaker = awsSageMaker(connection);
  for (const name of ['one', 'two']) {
    await sagemaker.createModel({ ModelName: name, ExecutionRoleArn: ROLE, PrimaryContainer: { Image: `${name}:1` } });
  }
  await sagemaker.createEndpointConfig({
    EndpointConfigName: 'config',
    ProductionVariants: [{ VariantName: 'v', ModelName: 'one', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
  });
});
afterAll(() => {
  connection.close();
});

it('models are listed newest first, a page at a time, by the tokens of the service', async () => {
  // moto has all on one page.
  const asked: unknown[] = [];
  const stub = await startStub((_operation, input) => {
    asked.push(input);
    const token: unknown = Reflect.get(Object(input) as object, 'NextToken');
    return token === undefined ? { Models: [{ ModelName: 'b' }], NextToken: 'more' } : { Models: [{ ModelName: 'a' }] };
  });
  const paged = connectTo('eu-south-1', stub.url);
  try {
    const pages = new HostingParts(paged);
    const first = await pages.list('model', { MaxResults: 1 });
    expect(first).toMatchObject({ rows: [{ kind: 'model', name: 'b' }], next: 'more' });
    const second = await pages.list('model', { MaxResults: 1, NextToken: first.next });
    expect(second).toMatchObject({ rows: [{ name: 'a' }], next: undefined });
    const order = { SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 1 };
    expect(asked).toEqual([order, { ...order, NextToken: 'more' }]);
  } finally {
    paged.close();
    await stub.stop();
    connectTo('eu-south-1').close();
  }
});

it('a model is described and deleted', async () => {
  expect(await parts.describe('model', 'two')).toMatchObject({ PrimaryContainer: { Image: 'two:1' } });
  await parts.delete('model', 'two');
  await expect(parts.describe('model', 'two')).rejects.toMatchObject({ name: 'ValidationException' });
});

it('an endpoint configuration is listed with its ARN, described and deleted', async () => {
  const { rows } = await parts.list('endpoint-config');
  expect(rows).toMatchObject([{ kind: 'endpoint-config', name: 'config' }]);
  expect(rows[0]?.arn).toMatch(/endpoint-config\/config$/);
  expect(await parts.describe('endpoint-config', 'config')).toMatchObject({ EndpointConfigName: 'config' });
  await parts.delete('endpoint-config', 'config');
  expect((await parts.list('endpoint-config')).rows).toEqual([]);
});
