import { setTimeout as sleep } from 'node:timers/promises';
import { EXECUTION_PARAMETERS_PATH, INVOCATIONS_PATH, PING_PATH } from '../../../contract/serving';
import type { HostState } from '../local/state';
import { answersPing, ask, jsonOf, succeeded } from './ask';
import type { Reply } from './ask';
import { bidirectional } from './bidirectional-test';
import { result } from './catalogue';
import type { TestId } from './catalogue';
import { GUESS } from './guess';
import { pingWhileBusy } from './ping-while-busy-test';
import type { ConformanceResult, Payload } from './types';

/** A server that is healthy, and what it is asked. */
export interface Asked {
  readonly at: HostState;
  /** Whether the container still runs. */
  alive(): Promise<boolean>;
  readonly labels: Readonly<Record<string, string>>;
  readonly payloads: readonly Payload[];
  readonly maxPayloadBytes: number;
  readonly invocationSeconds: number;
  readonly signal: AbortSignal;
}

type InvocationTest = (asked: Asked) => Promise<ConformanceResult>;

const BATCH_BODY_BYTES = 6_000_000;
const AT_ONCE = 4;
const AFTER_MS = 500;
/** So long a server may take to become ready after it said so. */
const READY_MS = 5_000;
const UNKNOWN_TYPE = 'application/x-no-such-type';
/** In this order: those that may end the server come one after the other, and it is started again between them. */
export const INVOCATION_TESTS: readonly (readonly [TestId, InvocationTest])[] = [
  ['ping-ready', pingReady],
  ['invocations', invocations],
  ['unknown-content-type', unknownContentType],
  ['empty-body', emptyBody],
  ['body-6-mb', (asked) => largeBody('body-6-mb', BATCH_BODY_BYTES, asked)],
  ['body-limit', (asked) => largeBody('body-limit', asked.maxPayloadBytes, asked)],
  ['ping-while-busy', pingWhileBusy],
  ['concurrent-invocations', concurrent],
  ['execution-parameters', executionParameters],
  ['bidirectional-stream', bidirectional],
];

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
  const { reply, healthy, evidence } = await survived(asked, { ...GUESS, contentType: UNKNOWN_TYPE });
  const refused = reply.status !== undefined && reply.status < 500;
  return result('unknown-content-type', healthy && refused ? 'passed' : 'failed', [
    `${UNKNOWN_TYPE}: ${reply.text}`,
    ...evidence,
  ]);
}

/** What it answers is its own affair, as long as it does. */
async function emptyBody(asked: Asked): Promise<ConformanceResult> {
  const sample = asked.payloads[0] ?? GUESS;
  const { reply, healthy, evidence } = await survived(asked, { ...sample, body: Buffer.alloc(0) });
  const good = healthy && reply.status !== undefined;
  return result('empty-body', good ? 'passed' : 'failed', [`no body: ${reply.text}`, ...evidence]);
}

async function survived(asked: Asked, payload: Payload) {
  const reply = await invoke(asked, payload);
  // A process that ends does so after its answer.
  await sleep(AFTER_MS, undefined, { signal: asked.signal });
  const healthy = (await asked.alive()) && (await answersPing(asked.at, asked.signal));
  return { reply, healthy, evidence: [healthy ? `${PING_PATH}: HTTP 200` : 'It is not healthy any more.'] };
}

/** Requests come as soon as the ping says 200: what is refused then and answered a little later was not ready. */
async function pingReady(asked: Asked): Promise<ConformanceResult> {
  const sample = asked.payloads[0] ?? GUESS;
  const first = await invoke(asked, sample);
  if (succeeded(first)) return result('ping-ready', 'passed', [`the first invocation: ${first.text}`]);
  const unready = first.status === undefined || first.status >= 500;
  for (let waited = 0; unready && waited < READY_MS; waited += AFTER_MS) {
    await sleep(AFTER_MS, undefined, { signal: asked.signal });
    const later = await invoke(asked, sample);
    if (!succeeded(later)) continue;
    const seen = [`the first invocation: ${first.text}`, `after ${(waited + AFTER_MS) / 1000} s: ${later.text}`];
    return result('ping-ready', 'failed', seen);
  }
  return result('ping-ready', 'skipped', [`the first invocation: ${first.text}`, 'No invocation succeeded.']);
}

/** What the body says is not the question, only whether it gets through. */
async function largeBody(id: 'body-6-mb' | 'body-limit', bytes: number, asked: Asked): Promise<ConformanceResult> {
  const sample = asked.payloads.find((it) => it.contentType === 'text/csv') ?? asked.payloads[0] ?? GUESS;
  const piece = sample.body.length === 0 ? GUESS.body : sample.body;
  const reply = await invoke(asked, { ...sample, body: Buffer.alloc(bytes, piece) });
  const seen = [`${(bytes / 1e6).toFixed(0)} MB of ${sample.contentType}: ${reply.text}`];
  if (reply.status === undefined) {
    // A server that refuses whatever comes may hang up before it has read it all: then its answer is lost to who still sends.
    const small = await invoke(asked, sample);
    if (small.status !== undefined && !succeeded(small)) {
      return result(id, 'skipped', [...seen, `a small body: ${small.text}`, 'No invocation succeeded.']);
    }
  }
  return result(id, reply.status !== undefined && reply.status !== 413 ? 'passed' : 'failed', seen);
}

async function concurrent(asked: Asked): Promise<ConformanceResult> {
  const sample = asked.payloads[0] ?? GUESS;
  const replies = await Promise.all(Array.from({ length: AT_ONCE }, () => invoke(asked, sample)));
  const good = replies.every((it) => (asked.payloads.length > 0 ? succeeded(it) : it.status !== undefined));
  const seen = replies.map((it) => it.text);
  return result('concurrent-invocations', good ? 'passed' : 'failed', seen);
}

async function executionParameters(asked: Asked): Promise<ConformanceResult> {
  const question = { method: 'GET', path: EXECUTION_PARAMETERS_PATH } as const;
  const reply = await ask(asked.at, question, asked.invocationSeconds, asked.signal);
  const good = reply.status === 404 || (reply.status === 200 && jsonOf(reply.body) !== undefined);
  return result('execution-parameters', good ? 'passed' : 'failed', [reply.text]);
}

function invoke(asked: Asked, payload: Payload): Promise<Reply> {
  return ask(asked.at, { method: 'POST', path: INVOCATIONS_PATH, payload }, asked.invocationSeconds, asked.signal);
}

/** JSON may be written otherwise; text may end with a line end or not. */
export function sameAnswer(answer: Uint8Array, expected: Uint8Array): boolean {
  const [a, b] = [answer, expected].map((it) => Buffer.from(it).toString('latin1').trim());
  if (a === b) return true;
  const [one, other] = [answer, expected].map(jsonOf);
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
