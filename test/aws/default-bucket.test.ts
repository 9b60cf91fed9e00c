import { GetBucketLocationCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bucketState, createDefaultBucket, defaultBucketIn } from '../../engine/src/aws/default-bucket';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { upload } from '../../engine/src/aws/upload';
import { connectTo } from './support/connect';

const ACCOUNT = '123456789012';
const go = new AbortController().signal;
const me = { account: ACCOUNT };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  delete process.env['AWS_ENDPOINT_URL_S3'];
  for (const end of ends.splice(0)) await end();
});

function connected(region: string): AwsConnection {
  const connection = connectTo(region);
  ends.push(() => {
    connection.close();
  });
  return connection;
}

/** S3 as it is when another account has a bucket: whoever expects its owner to be somebody else is refused. */
async function foreignS3(): Promise<readonly IncomingMessage[]> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    request.resume();
    response.writeHead(request.headers['x-amz-expected-bucket-owner'] === ACCOUNT ? 403 : 200);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env['AWS_ENDPOINT_URL_S3'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return asked;
}

describe('the account’s SageMaker bucket', () => {
  it('is the one with the region and the account in its name', () => {
    const uris = ['s3://data/train/', `s3://sagemaker-eu-west-1-${ACCOUNT}/out/`];
    expect(defaultBucketIn(uris, me, 'eu-west-1')).toBe(`sagemaker-eu-west-1-${ACCOUNT}`);
    expect(defaultBucketIn(uris, me, 'eu-west-2')).toBeUndefined();
    expect(defaultBucketIn(uris, { account: '210987654321' }, 'eu-west-1')).toBeUndefined();
  });

  it.each([
    ['us-east-1', undefined],
    ['ap-south-1', 'ap-south-1'],
  ])('is created in %s with the constraint that this region has, closed to the public', async (region, constraint) => {
    const connection = connected(region);
    const bucket = `sagemaker-${region}-${ACCOUNT}`;
    expect(await bucketState(connection, bucket, me, go)).toBe('missing');
    await createDefaultBucket(connection, bucket, me, go);
    expect(await bucketState(connection, bucket, me, go)).toBe('there');
    const s3 = connection.clients.s3();
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
    expect(LocationConstraint).toBe(constraint);
    const closed = await s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
    expect(closed.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    // Once more changes nothing.
    await createDefaultBucket(connection, bucket, me, go);
  });

  it('of another account is told apart, not created, and nothing is sent there', async () => {
    const asked = await foreignS3();
    const connection = connected('eu-west-3');
    const bucket = `sagemaker-eu-west-3-${ACCOUNT}`;
    expect(await bucketState(connection, bucket, me, go)).toBe('foreign');
    await expect(createDefaultBucket(connection, bucket, me, go)).rejects.toThrow(/another account has taken its name/);
    const home = await mkdtemp(join(tmpdir(), 'sm-aws-bucket-'));
    ends.push(() => rm(home, { recursive: true }));
    await writeFile(join(home, 'a.csv'), '1\n');
    const sending = upload(connection, { from: home, to: `s3://${bucket}/train/`, as: 'prefix' }, () => undefined, go);
    await expect(sending).rejects.toThrow(/another account has taken its name/);
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['HEAD']));
  });

  it('is what an upload expects it to be: its owner stands in each request', async () => {
    const connection = connected('eu-west-2');
    const bucket = `sagemaker-eu-west-2-${ACCOUNT}`;
    await createDefaultBucket(connection, bucket, me, go);
    const owners: unknown[] = [];
    connection.clients.s3().middlewareStack.add(
      (next, context) => (args) => {
        if (context.commandName === 'PutObjectCommand') owners.push(Reflect.get(args.input, 'ExpectedBucketOwner'));
        return next(args);
      },
      { step: 'initialize' },
    );
    const home = await mkdtemp(join(tmpdir(), 'sm-aws-bucket-'));
    ends.push(() => rm(home, { recursive: true }));
    await writeFile(join(home, 'a.csv'), '1\n');
    await upload(connection, { from: home, to: `s3://${bucket}/train/`, as: 'prefix' }, () => undefined, go);
    expect(owners).toEqual([ACCOUNT]);
  });
});
