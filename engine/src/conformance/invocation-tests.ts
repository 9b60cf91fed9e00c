import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXECUTION_PARAMETERS_PATH, INVOCATIONS_PATH, PING_PATH } from '../../../contract/serving';
import { call } from '../local/http-call';
import { ping } from '../local/serving';
import type { HostState } from '../local/state';
import { result } from './catalogue';
import type { TestId } from './catalogue';
import type { ConformanceResult, Payload } from './types';

/** A server that is healthy, and what it is asked. */
export interface Asked {
  readonly at: HostState;
  /** Whether the container still runs. */
  alive(): Promise<boolean>;
  readonly payloads: readonly Payload[];
  readonly maxPayloadBytes: number;
  readonly invocationSeconds: number;
  readonly signal: AbortSignal;
}

interface Reply {
  /** Undefined: no answer. */
  readonly status: number | undefined;
  readonly body: Buffer;
  readonly text: string;
}

type InvocationTest = (asked: Asked) => Promise<ConformanceResult>;

const BATCH_BODY_BYTES = 6_000_000;
const AT_ONCE = 4;
const UNKNOWN_TYPE = 'application/x-no-such-type';
/** Where there is no sample: any server can read it, few have a use for it. */
const GUESS: Payload = {
  name: 'a made-up line of CSV',
  contentType: 'text/csv',
  body: Buffer.from('1,2,3,4\n'),
  expected: undefined,
};

/** In this order: those that may end the server come one after the other, and it is started again between them. */
export const INVOCATION_TESTS: Readonly<Partial<Record<TestId, InvocationTest>>> = {
  invocations,
  'unknown-content-type': unknownContentType,
  'body-6-mb': (asked) => largeBody('body-6-mb', BATCH_BODY_BYTES, asked),
  'body-limit': (asked) => largeBody('body-limit', asked.maxPayloadBytes, asked),
  'ping-while-busy': pingWhileBusy,
  'concurrent-invocations': concurrent,
  'execution-parameters': executionParameters,
};

async function invocations(asked: Asked): Promise<ConformanceResult> {
  const evidence: string[] = [];
  let good = true;
  let refused = false;
  for (const payload of asked.payloads) {
    const reply = await invoke(asked, payload);
    const expected = payload.expected === undefined || sameAnswer(reply.body, payload.expected);
    good &&= succeeded(reply) && expected;
    refused ||= !succeeded(reply);
    evidence.push(
      `${payload.name} (${payload.contentType}): ${reply.text}${expected ? '' : ', not the answer expected'}`,
    );
    if (!succeeded(reply) || !expected) evidence.push(reply.body.toString('utf8', 0, 500));
  }
  const remedy = refused ? undefined : 'Change the image, or the .expected file, so that both say the same.';
  if (asked.payloads.length > 0) return result('invocations', good ? 'passed' : 'failed', evidence, { remedy });
  const reply = await invoke(asked, GUESS);
  const seen = [`${GUESS.name}: ${reply.text}`];
  if (succeeded(reply)) return result('invocations', 'passed', seen);
  const missing = reply.status === undefined || reply.status === 404 || reply.status === 405;
  if (missing) return result('invocations', 'failed', seen);
  return result('invocations', 'skipped', [
    ...seen,
    'Put samples it is made for into .sagemaker/payloads, or name one with --payload.',
  ]);
}

async function unknownContentType(asked: Asked): Promise<ConformanceResult> {
  const reply = await invoke(asked, { ...GUESS, contentType: UNKNOWN_TYPE });
  // A process that ends does so after its answer.
  await sleep(500, undefined, { signal: asked.signal });
  const healthy = (await asked.alive()) && (await answersPing(asked.at, asked.signal));
  const evidence = [
    `${UNKNOWN_TYPE}: ${reply.text}`,
    healthy ? `${PING_PATH}: HTTP 200` : 'It is not healthy any more.',
  ];
  return result('unknown-content-type', healthy && reply.status !== undefined ? 'passed' : 'failed', evidence);
}

/** What the body says is not the question, only whether it gets through. */
async function largeBody(id: 'body-6-mb' | 'body-limit', bytes: number, asked: Asked): Promise<ConformanceResult> {
  const sample = asked.payloads.find((it) => it.contentType === 'text/csv') ?? asked.payloads[0] ?? GUESS;
  const piece = sample.body.length === 0 ? GUESS.body : sample.body;
  const reply = await invoke(asked, { ...sample, body: Buffer.alloc(bytes, piece) });
  const seen = [`${(bytes / 1e6).toFixed(0)} MB of ${sample.contentType}: ${reply.text}`];
  return result(id, reply.status !== undefined && reply.status !== 413 ? 'passed' : 'failed', seen);
}

/** A body that comes slowly keeps a worker as busy as a slow model does. */
async function pingWhileBusy(asked: Asked): Promise<ConformanceResult> {
  const { at, signal } = asked;
  const sample = asked.payloads[0] ?? GUESS;
  const socket = connect(at.port, at.address);
  socket.on('error', () => undefined);
  try {
    const head = [
      `POST ${INVOCATIONS_PATH} HTTP/1.1`,
      `Host: ${at.address}:${at.port}`,
      `Content-Type: ${sample.contentType}`,
      `Content-Length: ${sample.body.length + 1000}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(sample.body);
    await sleep(500, undefined, { signal });
    const begun = Date.now();
    const healthy = await answersPing(at, signal);
    const seen = healthy
      ? `${PING_PATH} answered after ${Date.now() - begun} ms`
      : `${PING_PATH} was not answered in time`;
    return result('ping-while-busy', healthy ? 'passed' : 'failed', [seen]);
  } finally {
    socket.destroy();
  }
}

async function concurrent(asked: Asked): Promise<ConformanceResult> {
  const sample = asked.payloads[0] ?? GUESS;
  const replies = await Promise.all(Array.from({ length: AT_ONCE }, () => invoke(asked, sample)));
  const good = replies.every((it) => (asked.payloads.length > 0 ? succeeded(it) : it.status !== undefined));
  const seen = replies.map((it) => it.text);
  return result('concurrent-invocations', good ? 'passed' : 'failed', seen);
}

async function executionParameters(asked: Asked): Promise<ConformanceResult> {
  const reply = await ask(asked, 'GET', EXECUTION_PARAMETERS_PATH);
  const good = reply.status === 404 || (reply.status === 200 && isJson(reply.body));
  return result('execution-parameters', good ? 'passed' : 'failed', [reply.text]);
}

function invoke(asked: Asked, payload: Payload): Promise<Reply> {
  return ask(asked, 'POST', INVOCATIONS_PATH, payload);
}

async function ask(asked: Asked, method: 'GET' | 'POST', path: string, payload?: Payload): Promise<Reply> {
  const begun = Date.now();
  const took = () => `${Date.now() - begun} ms`;
  const { address, port } = asked.at;
  const body = payload === undefined ? {} : { body: payload.body, headers: { 'Content-Type': payload.contentType } };
  const timeoutMs = asked.invocationSeconds * 1000;
  try {
    const answer = await call({ address, port, method, path, timeoutMs, ...body }, asked.signal);
    return { status: answer.status, body: answer.body, text: `HTTP ${answer.status} after ${took()}` };
  } catch (error) {
    asked.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return { status: undefined, body: Buffer.alloc(0), text: `no answer after ${took()}: ${why}` };
  }
}

async function answersPing(at: HostState, signal: AbortSignal): Promise<boolean> {
  try {
    return (await ping(at, signal)).status === 200;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function succeeded({ status }: Reply): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** JSON may be written otherwise; text may end with a line end or not. */
export function sameAnswer(answer: Uint8Array, expected: Uint8Array): boolean {
  const [a, b] = [answer, expected].map((it) => Buffer.from(it).toString('latin1').trim());
  if (a === b) return true;
  const [one, other] = [answer, expected].map(jsonOf);
  return one !== undefined && one === other;
}

function jsonOf(bytes: Uint8Array): string | undefined {
  try {
    return JSON.stringify(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
}

function isJson(bytes: Uint8Array): boolean {
  return jsonOf(bytes) !== undefined;
}
