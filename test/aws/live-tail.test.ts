import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import type { LogLine } from '../../engine/src/sagemaker';
import { connectTo } from './support/connect';
import type { LiveTail } from './support/http-logs';
import type { HttpSageMaker } from './support/http-sagemaker';
import { startHttpSageMaker } from './support/http-sagemaker';

const GROUP = '/aws/sagemaker/TrainingJobs';

let server: HttpSageMaker;
let connection: AwsConnection;
let sagemaker: AwsSageMaker;
/** Milliseconds since 1970, after the creation of the job. */
let now: number;

beforeEach(async () => {
  server = await startHttpSageMaker({
    run: async ({ stopped }) => {
      await new Promise((resolve) => {
        stopped.addEventListener('abort', resolve);
      });
      return undefined;
    },
  });
  connection = connectTo('us-west-2', server.url);
  sagemaker = awsSageMaker(connection, { pollMilliseconds: 20 });
  await sagemaker.createTrainingJob({ TrainingJobName: 'job', RoleArn: 'r', OutputDataConfig: undefined });
  now = Date.now() + 5_000;
});
afterEach(async () => {
  connection.close();
  await server.stop();
});

function say(message: string, timestamp = now, host = 'algo-1'): void {
  server.logs.put(GROUP, { logStreamName: `job/${host}-1700000000`, message, timestamp });
}

/** Follows the log; `on` is told each line. Ends with the job. */
async function follow(on: (line: LogLine) => void | Promise<void>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const line of sagemaker.logs('training-job', 'job')) {
    texts.push(line.text);
    await on(line);
  }
  return texts;
}

const tailIsOpen = () =>
  vi.waitFor(() => {
    expect(server.logs.openTails).toBe(1);
  });

/** Says something once a live tail is open. */
function sayLater(message: string, timestamp: number): void {
  void tailIsOpen().then(() => {
    say(message, timestamp);
  });
}

describe('the log of a job that runs', () => {
  it('is its history, then what a live tail tells, each line once and of every host', async () => {
    say('first');
    say('second', now + 1, 'algo-2');
    server.logs.put(GROUP, { logStreamName: 'jobs/algo-1-1700000000', message: 'of another job', timestamp: now });
    const hosts = new Set<string>();
    const texts = await follow(async ({ host, text }) => {
      hosts.add(host);
      if (text === 'second') {
        void tailIsOpen().then(() => {
          // Twice the same in a millisecond are two lines.
          say('third', now + 2);
          say('third', now + 2);
          say('last', now + 3, 'algo-2');
        });
      }
      if (text === 'last') await sagemaker.stopTrainingJob('job');
    });
    expect(texts).toEqual(['first', 'second', 'third', 'third', 'last']);
    expect([...hosts]).toEqual(['algo-1', 'algo-2']);
    expect(server.asked.filter((it) => it === 'StartLiveTail')).toHaveLength(1);
    await vi.waitFor(() => {
      expect(server.logs.openTails).toBe(0);
    });
  });

  it.each<[string, LiveTail]>([
    ['may not be tailed', 'denied'],
    ['can’t be tailed in this partition', 'unknown'],
  ])('is looked at again and again when it %s', async (_title, how) => {
    server.logs.liveTail = how;
    say('first');
    const texts = await follow(async ({ text }) => {
      if (text === 'first') say('second', now + 1);
      if (text === 'second') await sagemaker.stopTrainingJob('job');
    });
    expect(texts).toEqual(['first', 'second']);
    expect(server.asked.filter((it) => it === 'StartLiveTail')).toHaveLength(1);
  });

  it('has the lines that a session leaves out because they are too many', async () => {
    server.logs.liveTail = 'sampled';
    say('first');
    const texts = await follow(async ({ text }) => {
      if (text === 'first') sayLater('of a flood', now + 1);
      if (text === 'of a flood') await sagemaker.stopTrainingJob('job');
    });
    expect(texts).toEqual(['first', 'of a flood']);
  });

  it('goes on in another session when one has ended after its three hours', async () => {
    server.logs.liveTail = 'times out';
    say('first');
    const texts = await follow(async ({ text }) => {
      if (text === 'first') sayLater('second', now + 1);
      if (text === 'second') await sagemaker.stopTrainingJob('job');
    });
    expect(texts).toEqual(['first', 'second']);
    expect(server.asked.filter((it) => it === 'StartLiveTail')).toHaveLength(2);
  });

  it('ends with the signal, and the session with it: sessions are paid by the minute', async () => {
    say('first');
    const end = new AbortController();
    const texts: string[] = [];
    for await (const { text } of sagemaker.logs('training-job', 'job', end.signal)) {
      texts.push(text);
      void tailIsOpen().then(() => {
        end.abort();
      });
    }
    expect(texts).toEqual(['first']);
    await vi.waitFor(() => {
      expect(server.logs.openTails).toBe(0);
    });
  });

  it('ends the session when nobody reads on', async () => {
    say('first');
    for await (const { text } of sagemaker.logs('training-job', 'job')) {
      if (text === 'first') sayLater('second', now + 1);
      if (text === 'second') break;
    }
    await vi.waitFor(() => {
      expect(server.logs.openTails).toBe(0);
    });
  });
});

it('the history of a job that runs ends where it is now', async () => {
  say('first');
  say('second', now + 1);
  say('third', now + 2);
  const texts: string[] = [];
  for await (const { text } of sagemaker.logHistory('training-job', 'job', new AbortController().signal)) {
    texts.push(text);
  }
  expect(texts).toEqual(['first', 'second', 'third']);
  expect(server.asked).not.toContain('StartLiveTail');
});

it('the log of an endpoint ends when that is deleted', async () => {
  const { memory } = server;
  await memory.createModel({ ModelName: 'm', ExecutionRoleArn: 'r', PrimaryContainer: { Image: 'i' } });
  await memory.createEndpointConfig({ EndpointConfigName: 'c', ProductionVariants: undefined });
  await memory.createEndpoint({ EndpointName: 'e', EndpointConfigName: 'c' });
  const group = '/aws/sagemaker/Endpoints/e';
  server.logs.put(group, { logStreamName: 'AllTraffic/i-1', message: 'served', timestamp: now });
  const texts: string[] = [];
  for await (const { text } of sagemaker.logs('endpoint', 'e')) {
    texts.push(text);
    await memory.deleteEndpoint('e');
  }
  expect(texts).toEqual(['served']);
});
