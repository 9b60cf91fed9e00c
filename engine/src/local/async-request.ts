import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DEFAULT_INVOCATION_TIMEOUT_SECONDS,
  INVOCATION_TIMEOUT_SECONDS,
  REQUEST_TTL_RANGE_SECONDS,
} from '../../../contract/serving';
import { validationException } from '../named-errors';
import type { ServingPlan } from '../plan/types';
import type { AsyncInvocation } from '../sagemaker';
import { checkAttributes } from './invoke-check';
import { s3Place } from './s3-reader';

/** An asynchronous invocation, as it waits on disk. */
export interface QueuedInvocation {
  /** Names the answer: `<id>.out`. */
  readonly id: string;
  readonly inferenceId: string;
  /** S3 URI, or a path of this machine. */
  readonly input: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly customAttributes?: string;
  readonly timeoutSeconds: number;
  /** ISO 8601: it is not begun after that. */
  readonly expires: string;
  /** Paths of this machine. */
  readonly output: string;
  readonly failure: string;
}

/** What was asked, checked as AWS checks it. `folder`: where answers go that the overlay names no folder for. */
export function queuedInvocation(
  invocation: AsyncInvocation,
  serving: ServingPlan,
  folder: string,
  now: Date,
): QueuedInvocation {
  if (!serving.asynchronous) {
    throw validationException(
      'This endpoint is not asynchronous: its configuration has no AsyncInferenceConfig.',
      'Invoke it with InvokeEndpoint, or give its configuration an AsyncInferenceConfig.',
    );
  }
  const { contentType, accept, customAttributes } = invocation;
  checkAttributes(customAttributes);
  const timeout = INVOCATION_TIMEOUT_SECONDS.asynchronous.value;
  const timeoutSeconds = invocation.invocationTimeoutSeconds ?? DEFAULT_INVOCATION_TIMEOUT_SECONDS.asynchronous.value;
  checkRange('InvocationTimeoutSeconds', timeoutSeconds, 1, timeout);
  const [least, most] = REQUEST_TTL_RANGE_SECONDS.value;
  const ttl = invocation.requestTtlSeconds ?? most;
  checkRange('RequestTTLSeconds', ttl, least, most);
  const id = randomUUID();
  const out = serving.asynchronousOutput;
  const answers = out?.folder ?? folder;
  return {
    id,
    inferenceId: invocation.inferenceId ?? id,
    input: inputOf(invocation.inputLocation),
    ...(contentType === undefined ? {} : { contentType }),
    ...(accept === undefined ? {} : { accept }),
    ...(customAttributes === undefined ? {} : { customAttributes }),
    timeoutSeconds,
    expires: new Date(now.getTime() + ttl * 1000).toISOString(),
    output: join(answers, `${id}.out`),
    failure: join(out?.failureFolder ?? answers, `${id}-error.out`),
  };
}

function checkRange(member: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw validationException(
    `${member} is ${value}; it may be ${least} to ${most} (ASYNC-01).`,
    'Give it a value in between, or leave it out.',
  );
}

function inputOf(location: string): string {
  if (s3Place(location) !== undefined) return location;
  const path = location.startsWith('file:') ? fileURLToPath(location) : resolve(location);
  if (existsSync(path)) return path;
  throw validationException(
    `InputLocation “${location}” is neither an S3 URI nor a file of this machine.`,
    'Write it as `s3://bucket/key`, for which the overlay names a folder, or give the path of a file.',
  );
}
