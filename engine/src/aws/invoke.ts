import type { ResponseStream, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  ModelError as AwsModelError,
} from '@aws-sdk/client-sagemaker-runtime';
import { ModelError, ModelStreamError } from '../named-errors';
import type {
  AsyncInvocation,
  AsyncInvocationAnswer,
  Invocation,
  InvocationAnswer,
  InvocationStream,
} from '../sagemaker';
import { abortable } from './connection';

/** Sends a body to an endpoint. What the container refused is a ModelError; other errors are the SDK’s own. */
export async function invoke(
  client: SageMakerRuntimeClient,
  name: string,
  invocation: Invocation,
  signal: AbortSignal | undefined,
): Promise<InvocationAnswer> {
  const answer = await asked(
    client.send(new InvokeEndpointCommand(inputOf(name, invocation)), abortable(signal)),
    invocation,
  );
  return { body: answer.Body, ...headOf(answer) };
}

/** The same; the answer comes in pieces. */
export async function invokeStream(
  client: SageMakerRuntimeClient,
  name: string,
  invocation: Invocation,
  signal: AbortSignal | undefined,
): Promise<InvocationStream> {
  const answer = await asked(
    client.send(new InvokeEndpointWithResponseStreamCommand(inputOf(name, invocation)), abortable(signal)),
    invocation,
  );
  return { body: piecesOf(answer.Body), ...headOf(answer) };
}

/** Puts a request in the queue of an endpoint. */
export async function invokeAsync(
  client: SageMakerRuntimeClient,
  name: string,
  invocation: AsyncInvocation,
  signal: AbortSignal | undefined,
): Promise<AsyncInvocationAnswer> {
  const { InferenceId, OutputLocation, FailureLocation } = await client.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: name,
      InputLocation: invocation.inputLocation,
      ContentType: invocation.contentType,
      Accept: invocation.accept,
      CustomAttributes: invocation.customAttributes,
      InferenceId: invocation.inferenceId,
      InvocationTimeoutSeconds: invocation.invocationTimeoutSeconds,
      RequestTTLSeconds: invocation.requestTtlSeconds,
    }),
    abortable(signal),
  );
  return {
    inferenceId: InferenceId ?? invocation.inferenceId ?? '',
    outputLocation: OutputLocation ?? '',
    ...(FailureLocation === undefined ? {} : { failureLocation: FailureLocation }),
  };
}

function inputOf(name: string, invocation: Invocation) {
  return {
    EndpointName: name,
    Body: invocation.body,
    ContentType: invocation.contentType,
    Accept: invocation.accept,
    TargetVariant: invocation.targetVariant,
    TargetModel: invocation.targetModel,
    TargetContainerHostname: invocation.targetContainerHostname,
    CustomAttributes: invocation.customAttributes,
    InferenceId: invocation.inferenceId,
  };
}

interface Head {
  readonly ContentType?: string | undefined;
  readonly InvokedProductionVariant?: string | undefined;
  readonly CustomAttributes?: string | undefined;
}

function headOf({ ContentType, InvokedProductionVariant, CustomAttributes }: Head) {
  return {
    contentType: ContentType,
    invokedProductionVariant: InvokedProductionVariant ?? '',
    customAttributes: CustomAttributes,
  };
}

async function asked<T>(answer: Promise<T>, { targetVariant = '' }: Invocation): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AwsModelError)) throw error;
    throw new ModelError(error.message, error.OriginalStatusCode ?? 0, error.OriginalMessage ?? '', targetVariant);
  }
}

async function* piecesOf(events: AsyncIterable<ResponseStream> | undefined): AsyncGenerator<Uint8Array> {
  for await (const { PayloadPart, ModelStreamError: broken, InternalStreamFailure: failed } of events ?? []) {
    const problem = broken ?? failed;
    if (problem !== undefined) {
      const late = broken?.ErrorCode === 'ModelInvocationTimeExceeded';
      throw new ModelStreamError(problem.message, late ? 'ModelInvocationTimeExceeded' : 'StreamBroken');
    }
    if (PayloadPart?.Bytes !== undefined) yield PayloadPart.Bytes;
  }
}
