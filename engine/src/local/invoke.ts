import { CUSTOM_ATTRIBUTES_HEADER } from '../../../contract/headers';
import { CUSTOM_ATTRIBUTES_LENGTH, INVOCATIONS_PATH } from '../../../contract/serving';
import type { DockerEngine } from '../docker/engine';
import type { RunPlan, ServingPlan } from '../plan/types';
import type { Invocation, InvocationAnswer } from '../sagemaker';
import { ModelError, validationException } from '../named-errors';
import { call, headerText, TimeoutError } from './http-call';
import type { HttpAnswer } from './http-call';
import { invokePathOf } from './multi-model';
import type { HostState, State } from './state';

/** The variant, as it is in the plan. */
type Variant = ServingPlan['variants'][number];

const ORIGINAL_MESSAGE_LENGTH = 4096;
const TARGET_MODEL_HEADER = 'X-Amzn-SageMaker-Target-Model';
const TARGET_VARIANT_HEADER = 'X-Amzn-SageMaker-Target-Variant';
const TARGET_CONTAINER_HEADER = 'X-Amzn-SageMaker-Target-Container-Hostname';
const INFERENCE_ID_HEADER = 'X-Amzn-SageMaker-Inference-Id';

/** InvokeEndpoint: checks what AWS checks, chooses the variant and asks its containers. */
export async function invoke(
  state: State,
  plan: RunPlan,
  invocation: Invocation,
  signal: AbortSignal | undefined,
  engine: () => Promise<DockerEngine>,
): Promise<InvocationAnswer> {
  const { serving } = plan;
  if (serving === undefined || (state.status !== 'InService' && state.status !== 'Updating')) {
    throw validationException(
      `The endpoint “${state.name}” is ${state.status}, so it answers nothing.`,
      state.failureReason ?? 'Wait until it is InService.',
    );
  }
  check(invocation, serving);
  const variant = chooseVariant(serving, invocation.targetVariant, Math.random());
  const hosts = hostsFor(variant, serving, state, invocation);
  let { body, contentType } = invocation;
  let answer: HttpAnswer | undefined;
  for (const [index, host] of hosts.entries()) {
    const hop = { ...invocation, body, ...(contentType === undefined ? {} : { contentType }) };
    const accept = index === hosts.length - 1 ? invocation.accept : undefined;
    const multi = serving.mode === 'multi-model';
    const path = multi ? await invokePathOf(engine, serving, host, invocation.targetModel) : INVOCATIONS_PATH;
    answer = await ask({ ...host, path }, hop, accept, serving, variant.name, signal);
    body = answer.body;
    contentType = headerText(answer, 'content-type');
  }
  return {
    body,
    contentType,
    invokedProductionVariant: variant.name,
    customAttributes: answer === undefined ? undefined : headerText(answer, CUSTOM_ATTRIBUTES_HEADER),
  };
}

function check(invocation: Invocation, serving: ServingPlan): void {
  const { body, customAttributes } = invocation;
  if (body.length > serving.maxPayloadBytes) {
    throw validationException(
      `The payload has ${body.length} bytes; this endpoint takes ${serving.maxPayloadBytes} (HTTP-08).`,
      'Send less at a time, or use batch transform or asynchronous inference for large inputs.',
    );
  }
  if (customAttributes === undefined) return;
  const most = CUSTOM_ATTRIBUTES_LENGTH.value;
  if (customAttributes.length > most || !/^[\x20-\x7e]*$/.test(customAttributes)) {
    throw validationException(
      `Custom attributes are up to ${most} visible US-ASCII characters (HTTP-09).`,
      'Shorten them, or send this in the body.',
    );
  }
}

/** By name, else by weight: `dice` is from 0 to 1. */
export function chooseVariant(serving: ServingPlan, name: string | undefined, dice: number): Variant {
  const { variants } = serving;
  if (name !== undefined) {
    const named = variants.find((variant) => variant.name === name);
    if (named !== undefined) return named;
    throw validationException(
      `The endpoint has no variant “${name}”.`,
      `Its variants: ${variants.map((variant) => variant.name).join(', ')}.`,
    );
  }
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let rest = dice * total;
  for (const variant of variants) {
    rest -= variant.weight;
    if (rest < 0) return variant;
  }
  const last = variants.findLast(({ weight }) => weight > 0) ?? variants[0];
  if (last === undefined) throw validationException('The endpoint has no variants.', 'Add one to ProductionVariants.');
  return last;
}

function hostsFor(variant: Variant, serving: ServingPlan, state: State, invocation: Invocation): readonly HostState[] {
  const hosts = variant.containers.flatMap((name) => state.hosts.find(({ host }) => host === name) ?? []);
  switch (serving.mode) {
    case 'single':
    case 'serial':
    case 'multi-model':
      return hosts;
    case 'direct': {
      const wanted = invocation.targetContainerHostname;
      const found = hosts.find(({ host }) => host === `${variant.name}.${wanted ?? ''}`);
      if (found !== undefined) return [found];
      throw validationException(
        `TargetContainerHostname must name one of the endpoint’s containers (PIPE-01); “${wanted ?? ''}” is none.`,
        `Its containers: ${hosts.map(({ host }) => host.slice(variant.name.length + 1)).join(', ')}.`,
      );
    }
  }
}

async function ask(
  host: HostState & { readonly path: string },
  invocation: Invocation,
  accept: string | undefined,
  serving: ServingPlan,
  variant: string,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const { address, port, path } = host;
  const headers = headersOf(invocation, accept);
  const timeoutMs = serving.invocationSeconds * 1000;
  let answer: HttpAnswer;
  try {
    const { body } = invocation;
    answer = await call({ address, port, method: 'POST', path, headers, body, timeoutMs }, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const text =
      error instanceof TimeoutError
        ? `Your invocation timed out while waiting for a response from container ${host.host}: it may take ${serving.invocationSeconds} seconds (HTTP-07)`
        : `the container ${host.host} closed the connection (${error instanceof Error ? error.message : String(error)})`;
    throw new ModelError(`Received server error (0) from ${host.host} with message "${text}".`, 0, text, variant);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  const text = answer.body.toString('utf8').slice(0, ORIGINAL_MESSAGE_LENGTH);
  const side = answer.status >= 400 && answer.status < 500 ? 'client' : 'server';
  const message = `Received ${side} error (${answer.status}) from ${host.host} with message "${text}".`;
  throw new ModelError(message, answer.status, text, variant);
}

/** All that reaches a container; everything else of the client's is stripped. */
function headersOf(invocation: Invocation, accept: string | undefined): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined) headers[name] = value;
  };
  set('Content-Type', invocation.contentType);
  set('Accept', accept);
  set(CUSTOM_ATTRIBUTES_HEADER, invocation.customAttributes);
  set(TARGET_MODEL_HEADER, invocation.targetModel);
  set(TARGET_VARIANT_HEADER, invocation.targetVariant);
  set(TARGET_CONTAINER_HEADER, invocation.targetContainerHostname);
  set(INFERENCE_ID_HEADER, invocation.inferenceId);
  return headers;
}
