import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { INVOCATIONS_PATH, PING_PATH } from '../../../contract/serving';
import { answersPing } from './ask';
import { result } from './catalogue';
import { GUESS } from './guess';
import type { Asked } from './invocation-tests';
import type { ConformanceResult } from './types';

/** So long a server may take to take a connection. */
const TAKEN_MS = 500;
/** Tries to get one that is taken. */
const CONNECTIONS = 5;

/** A body that comes slowly keeps a worker as busy as a slow model does. */
export async function pingWhileBusy(asked: Asked): Promise<ConformanceResult> {
  const { at, signal } = asked;
  const sample = asked.payloads[0] ?? GUESS;
  const head = [
    `POST ${INVOCATIONS_PATH} HTTP/1.1`,
    `Host: ${at.address}:${at.port}`,
    `Content-Type: ${sample.contentType}`,
    `Content-Length: ${sample.body.length + 1000}`,
  ];
  const begin = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), sample.body]);
  const socket = await takenConnection(asked, begin);
  try {
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

/**
 * A connection with the beginning of a request on it. A server that takes one at a time refuses those that come between
 * two: then it is tried again, since a refused one keeps nobody busy.
 */
async function takenConnection({ at, signal }: Asked, begin: Buffer): Promise<Socket> {
  for (let attempt = 1; ; attempt += 1) {
    const socket = connect(at.port, at.address);
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(begin);
    try {
      await sleep(TAKEN_MS, undefined, { signal });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    if (!socket.closed || socket.bytesRead > 0 || attempt === CONNECTIONS) return socket;
  }
}
