import { afterEach, expect, it } from 'vitest';
import { AwsConnection } from '../../engine/src/aws/connection';
import { imagePage, newestPushFirst, repositoryPage } from '../../engine/src/aws/ecr-list';
import { readAhead } from '../../engine/src/session/read-ahead';
import { motoEnvironment } from './support/connect';
import { startStub } from './support/stub';
import type { Answer } from './support/stub';

const REPOSITORY = { name: 'churn', uri: 'host/churn', account: '123456789012' };
const COUNT = 3_500;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

/** ECR that answers so, which moto does not. */
async function ecr(answer: (input: Readonly<Record<string, unknown>>, call: number) => Answer) {
  const stub = await startStub((_operation, input) => answer(input as Record<string, unknown>, stub.asked.length));
  Object.assign(process.env, motoEnvironment(stub.url));
  const connection = new AwsConnection({ profile: undefined, region: 'us-west-2' });
  cleanups.push(
    () => {
      connection.close();
    },
    () => stub.stop(),
  );
  return { stub, connection };
}

/** A repository with very many images, in no order, as many a page as is asked for. */
function pageOf({ maxResults, nextToken = '0' }: Readonly<Record<string, unknown>>): object {
  const from = Number(nextToken);
  const to = Math.min(COUNT, from + Number(maxResults));
  const imageDetails = Array.from({ length: to - from }, (_, index) => ({
    imageDigest: `sha256:${from + index}`,
    imagePushedAt: 1_700_000_000 + (((from + index) * 7919) % COUNT),
    imageScanFindingsSummary: { findingSeverityCounts: { HIGH: 2 } },
    artifactMediaType: 'application/vnd.docker.container.image.v1+json',
  }));
  return { imageDetails, ...(to < COUNT ? { nextToken: String(to) } : {}) };
}

it('reads a large repository in few calls, and as far as is wanted', async () => {
  const { stub, connection } = await ecr(pageOf);
  const ask = (token: string | undefined) => imagePage(connection, REPOSITORY, token);
  const some = await readAhead(ask, 1_500);
  expect([stub.asked.length, some.rows.length]).toEqual([2, 2_000]);
  const rest = await readAhead(ask, 10_000, undefined, some.next);
  expect([stub.asked.length, rest.rows.length, rest.next]).toEqual([4, 1_500, undefined]);
  const [first] = [...some.rows, ...rest.rows].sort(newestPushFirst);
  expect(first).toMatchObject({ pushed: new Date((1_700_000_000 + COUNT - 1) * 1000), scan: { HIGH: 2 }, tags: [] });
});

it('waits and tries again when ECR is busy', async () => {
  const { stub, connection } = await ecr((_input, call) =>
    call === 1 ? { status: 400, error: 'ThrottlingException' } : { repositories: [{ repositoryName: 'churn' }] },
  );
  expect((await repositoryPage(connection)).rows).toMatchObject([{ name: 'churn' }]);
  expect(stub.asked).toEqual(['DescribeRepositories', 'DescribeRepositories']);
});

it('names the action that is missing', async () => {
  const message =
    'User: arn:aws:iam::123456789012:user/x is not authorized to perform: ecr:DescribeRepositories on resource: *';
  const { connection } = await ecr(() => ({ status: 400, error: 'AccessDeniedException', message }));
  await expect(repositoryPage(connection)).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('ecr:DescribeRepositories') as string,
    remedy: expect.stringContaining('ecr:DescribeRepositories') as string,
  });
});

it('is broken off at once: nobody waits for a repository that was closed', async () => {
  const stop = new AbortController();
  const { stub, connection } = await ecr(() => {
    stop.abort();
    return 'silence';
  });
  await expect(imagePage(connection, REPOSITORY, undefined, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(stub.asked.length).toBe(1);
});
