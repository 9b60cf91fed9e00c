import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { listObjects } from '../../../../engine/src/local/data-objects';
import { associationOf } from '../../../../engine/src/local/transform-associate';
import { transformOnHost } from '../../../../engine/src/local/transform-host';
import { parametersOf, parametersText } from '../../../../engine/src/local/transform-parameters';
import type { TransformPlan } from '../../../../engine/src/plan/types';

const clean: (() => void)[] = [];
afterEach(() => {
  for (const one of clean.splice(0)) one();
});

interface Reply {
  readonly status?: number;
  readonly body: string;
  readonly type?: string;
}

/** A model, and what it was asked. */
async function model(reply: (body: string, request: IncomingMessage, count: number) => Reply | undefined) {
  const asked: { body: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ body, headers: request.headers });
      const answer = reply(body, request, asked.length);
      if (answer === undefined) return;
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'text/plain' });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clean.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, host: { host: 'algo-1', container: 'c', address: '127.0.0.1', port } };
}

const PLAN: TransformPlan = {
  inputUri: 's3://bucket/in/',
  inputFolder: undefined,
  outputUri: 's3://bucket/out/',
  outputFolder: undefined,
  contentType: 'text/csv',
  accept: 'text/csv',
  split: 'Line',
  assemble: 'Line',
  strategy: 'SingleRecord',
  gzip: false,
  maxConcurrent: 0,
  maxPayloadBytes: undefined,
  timeoutSeconds: 60,
  retries: 1,
  inputFilter: undefined,
  outputFilter: undefined,
  join: false,
};

async function run(
  containers: readonly Awaited<ReturnType<typeof model>>[],
  files: Readonly<Record<string, string>>,
  more: Partial<TransformPlan> = {},
  signal = new AbortController().signal,
) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-transform-'));
  clean.push(() => {
    fs.rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, 'in', name)), { recursive: true });
    fs.writeFileSync(path.join(folder, 'in', name), content);
  }
  const plan = { ...PLAN, ...more };
  const reach = { upload: () => Promise.resolve(undefined), s3: undefined };
  const objects = await listObjects({ source: path.join(folder, 'in') }, reach, signal);
  const parameters = { maxConcurrent: 2, strategy: 'SingleRecord' as const, maxPayloadBytes: 6e6 };
  const work = {
    containers: containers.map(({ host }) => host),
    objects,
    plan,
    parameters: {
      ...parameters,
      ...(more.strategy === undefined ? {} : { strategy: more.strategy }),
      ...(more.maxPayloadBytes === undefined ? {} : { maxPayloadBytes: more.maxPayloadBytes }),
    },
    association: associationOf(plan),
    job: 'job',
    folder: path.join(folder, 'out'),
  };
  const written = () =>
    Object.fromEntries(
      fs
        .readdirSync(work.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [path.relative(work.folder, file).replaceAll('\\', '/'), fs.readFileSync(file, 'utf8')]),
    );
  const errors = await transformOnHost(work, signal).catch((error: unknown) => {
    expect(Object.keys(written())).toEqual([]);
    throw error;
  });
  return { errors: errors.map((error) => error.message), written: written() };
}

describe('one host', () => {
  it('writes one file for each object, also for empty ones, in sub folders', async () => {
    const echo = await model((body) => ({ body: body.toUpperCase() }));
    const { errors, written } = await run([echo], { 'a.csv': 'a\r\nb', 'd/b.csv': 'c\n', 'e.csv': '' });
    expect(errors).toEqual([]);
    expect(written).toEqual({ 'a.csv.out': 'A\nB\n', 'd/b.csv.out': 'C\n', 'e.csv.out': '' });
    expect(echo.asked[0]?.headers).toMatchObject({
      'content-type': 'text/csv',
      accept: 'text/csv',
      'content-length': '1',
    });
  });

  it('concatenates without AssembleWith', async () => {
    const echo = await model((body) => ({ body }));
    expect((await run([echo], { a: 'a\nb' }, { assemble: 'None' })).written).toEqual({ 'a.out': 'ab' });
  });

  it('hands the answer of one container of a pipeline to the next', async () => {
    const first = await model((body) => ({ body: `1${body}`, type: 'application/x-first' }));
    const second = await model((body) => ({ body: `2${body}` }));
    expect((await run([first, second], { a: 'a' })).written).toEqual({ 'a.out': '21a\n' });
    expect(first.asked[0]?.headers.accept).toBeUndefined();
    expect(second.asked[0]?.headers).toMatchObject({ 'content-type': 'application/x-first', accept: 'text/csv' });
  });

  it('sends chunks when there is no limit, streams and single records alike', async () => {
    const count = await model((body) => ({ body: String(body.length) }));
    const all = { maxPayloadBytes: 0, split: 'None', strategy: 'MultiRecord' } as const;
    expect((await run([count], { a: 'x'.repeat(300_000) }, all)).written).toEqual({ 'a.out': '300000\n' });
    await run([count], { a: 'x' }, { maxPayloadBytes: 0 });
    for (const { headers } of count.asked) {
      expect(headers).toMatchObject({ 'transfer-encoding': 'chunked' });
      expect(headers['content-length']).toBeUndefined();
    }
  });

  it('tries again, and streams again', async () => {
    const flaky = await model((body, _, count) => (count === 1 ? { status: 503, body: 'busy' } : { body }));
    const all = { maxPayloadBytes: 0, split: 'None', strategy: 'MultiRecord' } as const;
    expect(await run([flaky], { a: 'abc' }, all)).toEqual({ errors: [], written: { 'a.out': 'abc\n' } });
    expect(flaky.asked.map(({ body }) => body)).toEqual(['abc', 'abc']);
  });

  it('names the object, the status and the first line of the answer, and goes on with the other objects', async () => {
    const picky = await model((body) => (body === 'bad' ? { status: 500, body: '\nTraceback\nmore' } : { body }));
    const { errors, written } = await run([picky], { a: 'good', b: 'good\nbad\ngood', c: 'good' });
    expect(errors).toEqual([
      'Bad HTTP status received from algorithm: 500; to request 2 for “b” the container algo-1 answered HTTP 500: “Traceback”, and did not do better in 1 more attempt.',
    ]);
    expect(written).toEqual({ 'a.out': 'good\n', 'c.out': 'good\n' });
    expect(picky.asked.filter(({ body }) => body === 'bad')).toHaveLength(2);
  });

  it('does not wait for ever', async () => {
    const silent = await model(() => undefined);
    const { errors, written } = await run([silent], { a: 'x' }, { timeoutSeconds: 0.05, retries: 0 });
    expect(errors).toEqual([expect.stringContaining('did not answer in time')]);
    expect(written).toEqual({});
  });

  it('leaves nothing half-written when it is aborted', async () => {
    const stop = new AbortController();
    const model2 = await model((body) => {
      if (body === 'a') return { body };
      stop.abort();
      return undefined;
    });
    await expect(run([model2], { a: 'a\nb' }, {}, stop.signal)).rejects.toThrow();
  });

  it('joins and filters', async () => {
    const count = await model((body) => ({
      body: body
        .split('\n')
        .map((line) => String(line.length))
        .join('\n'),
    }));
    const csv = { inputFilter: '$[1:]', outputFilter: '$[0,-1]', join: true, strategy: 'MultiRecord' } as const;
    expect(await run([count], { a: 'id1,a,b\nid2,ccc' }, csv)).toEqual({
      errors: [],
      written: { 'a.out': 'id1,3\nid2,3\n' },
    });
    const one = await model(() => ({ body: '1' }));
    expect((await run([one], { a: 'x,1\ny,2' }, csv)).errors).toEqual([
      expect.stringMatching(/^In “a”: Fail to join data: mismatched line count/),
    ]);
  });
});

describe('parameters', () => {
  const open = { maxConcurrent: 0, strategy: undefined, maxPayloadBytes: undefined };
  const signal = new AbortController().signal;

  it('asks the container for what the job leaves open', async () => {
    const body = '{"MaxConcurrentTransforms": 8, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 0}';
    const says = await model((_, request) => ({ body: request.url === '/execution-parameters' ? body : '' }));
    const found = await parametersOf(says.host, open, signal);
    expect(found).toEqual({ maxConcurrent: 8, strategy: 'SingleRecord', maxPayloadBytes: 0 });
    expect(parametersText(found)).toBe('MaxConcurrentTransforms=8, MaxPayloadInMB=0, BatchStrategy=SINGLE_RECORD');
    const set = { maxConcurrent: 2, strategy: 'MultiRecord', maxPayloadBytes: 1e6 } as const;
    expect(await parametersOf(says.host, set, signal)).toEqual(set);
    expect(says.asked).toHaveLength(1);
  });

  it.each([
    { status: 404, body: '{"MaxConcurrentTransforms": 8}' },
    { body: '<html>' },
    { body: '{"MaxConcurrentTransforms": "many", "MaxPayloadInMB": -1}' },
  ])('has SageMaker’s defaults when the container says %j', async (reply) => {
    const says = await model(() => reply);
    const defaults = { maxConcurrent: 1, strategy: 'MultiRecord', maxPayloadBytes: 6_000_000 };
    expect(await parametersOf(says.host, open, signal)).toEqual(defaults);
  });
});
