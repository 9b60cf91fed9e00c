import { CUSTOM_ATTRIBUTES_LENGTH } from '../../../contract/serving';
import { renamed, validationException } from '../named-errors';
import type { RunPlan, ServingPlan } from '../plan/types';
import { UserError } from '../user-error';
import type { State } from './state';

/** The serving part of an endpoint that answers; throws AWS's own error when it doesn't. */
export function answering(state: State, plan: RunPlan): ServingPlan {
  const { serving } = plan;
  if (serving !== undefined && (state.status === 'InService' || state.status === 'Updating')) return serving;
  throw validationException(
    `The endpoint “${state.name}” is ${state.status}, so it answers nothing.`,
    state.failureReason ?? 'Wait until it is InService.',
  );
}

/** An asynchronous endpoint is asked by InvokeEndpointAsync alone. */
export function refuseAsynchronous(serving: ServingPlan): void {
  if (!serving.asynchronous) return;
  throw validationException(
    'This endpoint is asynchronous: it is not asked by InvokeEndpoint.',
    'Use InvokeEndpointAsync (`invoke --async`), or leave AsyncInferenceConfig out of its configuration.',
  );
}

/** InvokeEndpointWithResponseStream has no TargetModel, and serverless endpoints give whole answers only. */
export function refuseStreaming(serving: ServingPlan): void {
  if (serving.mode !== 'multi-model' && !serving.serverless) return;
  throw validationException(
    `A ${serving.serverless ? 'serverless' : 'multi-model'} endpoint does not stream its answers.`,
    'Invoke it without streaming.',
  );
}

/** Throws when AWS would not hand this on. */
export function checkSize(bytes: number, serving: Pick<ServingPlan, 'maxPayloadBytes'>): void {
  if (bytes <= serving.maxPayloadBytes) return;
  throw validationException(
    `The payload has ${bytes} bytes; this endpoint takes ${serving.maxPayloadBytes} (HTTP-08).`,
    'Send less at a time, or use batch transform or asynchronous inference for large inputs.',
  );
}

/** Throws AWS’s own error for custom attributes that it refuses. */
export function checkAttributes(attributes: string | undefined): void {
  const most = CUSTOM_ATTRIBUTES_LENGTH.value;
  if (attributes === undefined || (attributes.length <= most && /^[\x20-\x7e]*$/.test(attributes))) return;
  throw validationException(
    `Custom attributes are up to ${most} visible US-ASCII characters (HTTP-09).`,
    'Shorten them, or send this in the body.',
  );
}

/** HTTP 429: the client is to try again. */
export function throttled(variant: string, most: number): UserError {
  return renamed(
    new UserError(
      `The serverless variant “${variant}” is at work on ${most} ${most === 1 ? 'invocation' : 'invocations'}, which is its MaxConcurrency.`,
      'Try again, as a client of AWS has to, or raise MaxConcurrency.',
    ),
    'ThrottlingException',
  );
}

/** HTTP 429: a model of a multi-model endpoint can't be loaded just now. */
export function notReady(model: string, why: string): UserError {
  return renamed(
    new UserError(`The model “${model}” is not ready: ${why}.`, 'Try again, or give the container more memory.'),
    'ModelNotReadyException',
  );
}
