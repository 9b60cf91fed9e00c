import { call } from '../local/http-call';
import type { HttpCall } from '../local/http-call';
import { ping } from '../local/serving';
import type { HostState } from '../local/state';

export interface Reply {
  /** Undefined: no answer. */
  readonly status: number | undefined;
  readonly body: Buffer;
  readonly text: string;
}

export interface Question {
  readonly method: HttpCall['method'];
  readonly path: string;
  readonly payload?: { readonly contentType: string; readonly body: Uint8Array };
}

/** Asks a server; no answer within the time is an answer too. */
export async function ask(
  { address, port }: HostState,
  { method, path, payload }: Question,
  seconds: number,
  signal: AbortSignal,
): Promise<Reply> {
  const begun = Date.now();
  const took = () => `${Date.now() - begun} ms`;
  const body = payload === undefined ? {} : { body: payload.body, headers: { 'Content-Type': payload.contentType } };
  try {
    const answer = await call({ address, port, method, path, timeoutMs: seconds * 1000, ...body }, signal);
    return { status: answer.status, body: answer.body, text: `HTTP ${answer.status} after ${took()}` };
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return { status: undefined, body: Buffer.alloc(0), text: `no answer after ${took()}: ${why}` };
  }
}

export async function answersPing(at: HostState, signal: AbortSignal): Promise<boolean> {
  try {
    return (await ping(at, signal)).status === 200;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

export function succeeded({ status }: Reply): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Undefined: it is no JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
