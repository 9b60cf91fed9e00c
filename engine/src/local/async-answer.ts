import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { INVOCATIONS_PATH } from '../../../contract/serving';
import type { ServingPlan } from '../plan/types';
import { UserError } from '../user-error';
import { saveAnswer } from './async-files';
import type { QueuedInvocation } from './async-request';
import { findObject } from './data-places';
import type { Reach } from './data-places';
import type { EndpointTraffic } from './endpoint-traffic';
import type { SizedBody } from './http-call';
import { askForStream } from './invoke-ask';
import { checkSize } from './invoke-check';
import { piecesOf } from './invoke-stream';
import { chooseVariant, hostsOf } from './invoke-variant';
import { s3Place } from './s3-reader';
import type { HostState } from './state';

/** The containers that answer now, and what they can read. */
export interface AsyncTarget {
  readonly serving: ServingPlan;
  readonly hosts: readonly HostState[];
  readonly reach: Reach;
}

/** Sends the input to a container, and puts its answer where it belongs. Neither is ever held in memory. */
export async function answerAsync(
  invocation: QueuedInvocation,
  { serving, hosts, reach }: AsyncTarget,
  traffic: EndpointTraffic,
  signal: AbortSignal,
): Promise<void> {
  const body = await inputOf(invocation.input, serving, reach, signal);
  checkSize(body.length, serving);
  const variant = chooseVariant(serving, undefined, Math.random());
  const host = hostsOf(variant, serving, hosts, {}, traffic.turn(variant.containers.join()))?.[0];
  if (host === undefined) throw new UserError('The container of the endpoint is gone.', 'Create the endpoint anew.');
  const { timeoutSeconds: seconds, ...about } = invocation;
  const leave = traffic.enter([host.container]);
  try {
    const question = { host, path: INVOCATIONS_PATH, body, about, seconds, variant: variant.name };
    const answer = await askForStream(question, signal);
    await saveAnswer(piecesOf(answer.body, host.host, seconds, signal), invocation.output, signal);
  } finally {
    leave();
  }
}

async function inputOf(input: string, serving: ServingPlan, reach: Reach, signal: AbortSignal): Promise<SizedBody> {
  const path = s3Place(input) === undefined ? input : await fetched(input, serving, reach, signal);
  const { size } = await fs.stat(path);
  return { length: size, open: () => createReadStream(path) };
}

async function fetched(uri: string, serving: ServingPlan, reach: Reach, signal: AbortSignal): Promise<string> {
  const left = await reach.upload(uri);
  if (left !== undefined) return left;
  const object = await findObject(uri, serving.folders, reach, signal);
  return object.file(signal);
}
