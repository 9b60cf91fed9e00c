import type { IncomingHttpHeaders } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import { AwsConnection } from '../../engine/src/aws/connection';
import { KINDS, listAll, listPage } from '../../engine/src/session/by-kind';
import { UserError } from '../../engine/src/user-error';
import { motoEnvironment } from './support/connect';
import type { Answer } from './support/stub';
import { startStub } from './support/stub';

const SECRET = 'Very/Secret+Key';
const TOKEN = 'A-Session-Token';
const LIST = { TrainingJobSummaries: [] };
/** How often a call is tried. */
const ATTEMPTS = 4;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
  Reflect.deleteProperty(process.env, 'AWS_SESSION_TOKEN');
});

/** AWS that answers so, each call in turn; the last answer stays. */
function aws(...answers: readonly Answer[]) {
  return awsThat((call) => answers[Math.min(call, answers.length) - 1] ?? {});
}

/** AWS that answers the first, second … call so. */
async function awsThat(answer: (call: number, headers: IncomingHttpHeaders) => Answer) {
  const stub = await startStub((_operation, _input, headers) => answer(stub.asked.length, headers));
  const secrets = { AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: TOKEN };
  Object.assign(process.env, motoEnvironment(stub.url), secrets);
  const connection = new AwsConnection({ profile: undefined, region: 'us-west-2' });
  cleanups.push(
    () => {
      connection.close();
    },
    () => stub.stop(),
  );
  return { stub, connection, sagemaker: awsSageMaker(connection, { pollMilliseconds: 10 }) };
}

async function problemOf(asked: Promise<unknown>): Promise<UserError> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('It went well.');
}

const refuse = (status: number, error: string, message?: string): Answer => ({
  status,
  error,
  ...(message === undefined ? {} : { message }),
});

describe('what goes wrong at AWS', () => {
  it('is tried again when AWS is busy, broken or the connection breaks', async () => {
    const busy = refuse(400, 'ThrottlingException', 'Rate exceeded');
    const { stub, sagemaker } = await aws(busy, refuse(503, 'ServiceUnavailable'), 'reset', LIST);
    expect(await sagemaker.listTrainingJobs()).toMatchObject(LIST);
    expect(stub.asked).toHaveLength(ATTEMPTS);
  });

  it.each<[string, Answer, string, RegExp]>([
    ['busy', refuse(400, 'ThrottlingException', 'Rate exceeded'), 'Throttling', /too many requests/],
    ['broken', refuse(500, 'InternalFailure'), 'ServiceFailure', /AWS failed.*InternalFailure/],
    ['out of reach', 'reset', 'NetworkError', /can’t be reached in us-west-2 \(ECONNRESET\)/],
  ])('is told when AWS stays %s', async (_title, answer, name, message) => {
    const { stub, sagemaker } = await aws(answer);
    const problem = await problemOf(sagemaker.listTrainingJobs());
    expect(problem).toMatchObject({ name, message: expect.stringMatching(message) as string });
    expect(problem.remedy).not.toBe('');
    expect(stub.asked).toHaveLength(ATTEMPTS);
  });

  it.each<[string, Answer, string, RegExp]>([
    [
      'which action is missing',
      refuse(
        400,
        'AccessDeniedException',
        'User: arn:aws:iam::1:user/a is not authorized to perform: sagemaker:ListTrainingJobs on resource: *',
      ),
      'AccessDenied',
      /not allow.*sagemaker:ListTrainingJobs/,
    ],
    [
      'that the sign-in has expired',
      refuse(400, 'ExpiredTokenException', 'The security token included in the request is expired'),
      'ExpiredToken',
      /has expired/,
    ],
    [
      'that the key is not known',
      refuse(400, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'CredentialsError',
      /does not know the access key/,
    ],
  ])('tells %s, and is not tried again', async (_title, answer, name, message) => {
    const { stub, sagemaker } = await aws(answer);
    const problem = await problemOf(sagemaker.listTrainingJobs());
    expect(problem).toMatchObject({ name, message: expect.stringMatching(message) as string });
    expect(stub.asked).toHaveLength(1);
  });

  it('is no matter when the clock of this machine is wrong', async () => {
    const hour = 3_600_000;
    const later = (_call: number, headers: IncomingHttpHeaders): Answer => {
      const [, year, month, day, rest] = /^(\d{4})(\d\d)(\d\d)T(\d{6})Z$/.exec(String(headers['x-amz-date'])) ?? [];
      const time = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${(rest ?? '').replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')}Z`;
      const isRight = Math.abs(Date.parse(time) - (Date.now() + hour)) < 300_000;
      if (isRight) return LIST;
      const date = new Date(Date.now() + hour).toUTCString();
      return { status: 400, error: 'RequestExpired', message: 'Signature expired', headers: { date } };
    };
    const { stub, sagemaker } = await awsThat(later);
    expect(await sagemaker.listTrainingJobs()).toMatchObject(LIST);
    expect(stub.asked).toHaveLength(2);
  });

  it('is told when AWS does not take the clock, however it is set', async () => {
    const { sagemaker } = await aws(refuse(403, 'RequestTimeTooSkewed', 'The difference is too large.'));
    expect(await problemOf(sagemaker.listTrainingJobs())).toMatchObject({ name: 'ClockSkew' });
  });
});

describe('what AWS does not answer', () => {
  const training = { TrainingJobName: 'a', RoleArn: 'r', OutputDataConfig: undefined };

  it('is not waited for any longer than the caller wants', async () => {
    const { stub, sagemaker, connection } = await aws('silence');
    const end = new AbortController();
    const asked = [sagemaker.createTrainingJob(training, end.signal), connection.identity(end.signal)];
    const ended = Promise.allSettled(asked);
    await vi.waitFor(() => {
      expect(stub.asked).toHaveLength(2);
    });
    end.abort();
    expect((await ended).map((it) => it.status)).toEqual(['rejected', 'rejected']);
  });

  it('is hung up on when nobody waits for a list any more: the request itself ends', async () => {
    const { stub, sagemaker } = await aws('silence');
    const end = new AbortController();
    const asked = KINDS.map((kind) => listPage(sagemaker, kind, {}, end.signal));
    const ended = Promise.allSettled(asked);
    await vi.waitFor(() => {
      expect(stub.asked).toHaveLength(KINDS.length);
    });
    expect(stub.hungUp()).toBe(0);
    end.abort();
    const reasons = (await ended).map((it) => (it.status === 'rejected' ? (it.reason as Error).name : 'answered'));
    expect(reasons).toEqual(KINDS.map(() => 'AbortError'));
    await vi.waitFor(() => {
      expect(stub.hungUp()).toBe(KINDS.length);
    });
    expect(stub.asked).toHaveLength(KINDS.length);
  });

  it('stops between two pages of a list', async () => {
    const page = {
      TrainingJobSummaries: [{ TrainingJobName: 'a', TrainingJobStatus: 'Completed' }],
      NextToken: 'more',
    };
    const { stub, sagemaker } = await aws(page, 'silence');
    const end = new AbortController();
    const names: string[] = [];
    const read = async () => {
      for await (const { name } of listAll(sagemaker, 'training-job', {}, end.signal)) {
        names.push(name);
        end.abort();
      }
    };
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
    expect([names, stub.asked.length]).toEqual([['a'], 1]);
  });

  it('ends the log without an error when nobody waits for its next page', async () => {
    const created = { TrainingJobStatus: 'InProgress', CreationTime: 1_700_000_000 };
    const streams = { logStreams: [{ logStreamName: 'a/algo-1-1700000000' }] };
    const page = { events: [{ eventId: '1', timestamp: 1, message: 'first' }], nextToken: 'more' };
    const { stub, sagemaker } = await aws(created, created, streams, page, 'silence');
    const end = new AbortController();
    const texts: string[] = [];
    for await (const { text } of sagemaker.logs('training-job', 'a', end.signal)) {
      texts.push(text);
      void vi
        .waitFor(() => {
          expect(stub.asked.filter((it) => it === 'FilterLogEvents')).toHaveLength(2);
        })
        .then(() => {
          end.abort();
        });
    }
    expect(texts).toEqual(['first']);
  });

  it('is watched on while AWS is busy, and told once it answers', async () => {
    const running = { TrainingJobStatus: 'InProgress' };
    const busy = refuse(400, 'ThrottlingException');
    const { sagemaker } = await aws(running, ...Array.from({ length: ATTEMPTS }, () => busy), {
      TrainingJobStatus: 'Completed',
    });
    const end = new AbortController();
    const changes = sagemaker.watch(end.signal);
    await sagemaker.describeTrainingJob('a');
    for await (const { status } of changes) {
      expect(status).toBe('Completed');
      break;
    }
    end.abort();
  });
});

it('no error or output has credentials in it', async () => {
  const said: string[] = [];
  const outputs = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
  const answers: readonly Answer[] = [
    refuse(400, 'AccessDeniedException', 'not authorized to perform: sagemaker:ListTrainingJobs'),
    refuse(400, 'ExpiredTokenException'),
    refuse(400, 'InvalidSignatureException', 'The request signature we calculated does not match'),
    refuse(400, 'SomethingElse'),
    'reset',
  ];
  for (const answer of answers) {
    const { sagemaker, connection } = await aws(answer);
    const asked = [sagemaker.listTrainingJobs(), sagemaker.describeEndpoint('a'), connection.identity()];
    for (const it of await Promise.allSettled(asked)) {
      expect(it.status).toBe('rejected');
      said.push(inspect(it, { depth: 20 }), inspect(connection.state, { depth: 20 }), JSON.stringify(it));
    }
  }
  for (const spy of [...outputs, ...consoles]) {
    said.push(inspect(spy.mock.calls, { depth: 5 }));
    spy.mockRestore();
  }
  const all = said.join('\n');
  expect(all).toContain('sagemaker:ListTrainingJobs');
  const found = [SECRET, TOKEN, 'AWS4-HMAC-SHA256', 'authorization:'].filter((it) => all.includes(it));
  expect(found).toEqual([]);
});
