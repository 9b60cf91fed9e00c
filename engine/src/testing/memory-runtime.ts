import type { CreateEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import { ModelError, validationException } from '../named-errors';
import type { Runtime } from '../sagemaker';
import type { MemoryEntries } from './memory-entries';
import type { MemoryOptions } from './memory-options';

/** Endpoints that answer what the options say, or else what they were sent. */
export function memoryRuntime(entries: MemoryEntries, options: MemoryOptions): Runtime {
  let made = 0;
  const invokeEndpoint: Runtime['invokeEndpoint'] = async (name, invocation) => {
    const { state, request } = await entries.get('endpoint', name);
    if (state.status !== 'InService' && state.status !== 'Updating') {
      throw validationException(`The endpoint “${name}” is ${state.status}.`, 'Wait until it is InService.');
    }
    const config = await entries.configOf((request as CreateEndpointCommandInput).EndpointConfigName);
    const variants = (config.ProductionVariants ?? []).map(({ VariantName }) => VariantName ?? '');
    const variant = variants.find((one) => one === (invocation.targetVariant ?? one));
    if (variant === undefined) {
      throw validationException(`There is no variant “${invocation.targetVariant ?? ''}”.`, 'Name another.');
    }
    const { status, body } = options.answer?.(name, invocation) ?? { status: 200, body: invocation.body };
    const text = new TextDecoder().decode(body);
    if (status !== 200) throw new ModelError(`Received error (${status}): ${text}`, status, text, variant);
    return { body, contentType: invocation.accept, invokedProductionVariant: variant, customAttributes: undefined };
  };
  return {
    invokeEndpoint,

    /** The answer in two pieces. */
    async invokeEndpointWithResponseStream(name, invocation) {
      const { body, ...about } = await invokeEndpoint(name, invocation);
      const half = Math.ceil(body.length / 2);
      const pieces = async function* () {
        for (const piece of [body.subarray(0, half), body.subarray(half)]) yield await Promise.resolve(piece);
      };
      return { ...about, body: pieces() };
    },

    async invokeEndpointAsync(name, invocation) {
      const { request } = await entries.get('endpoint', name);
      const config = await entries.configOf((request as CreateEndpointCommandInput).EndpointConfigName);
      const output = config.AsyncInferenceConfig?.OutputConfig;
      if (output === undefined) throw validationException(`“${name}” is not asynchronous.`, 'Use InvokeEndpoint.');
      const inferenceId = invocation.inferenceId ?? `inference-${made++}`;
      return {
        inferenceId,
        outputLocation: `${output.S3OutputPath ?? ''}/${inferenceId}.out`,
        ...(output.S3FailurePath === undefined
          ? {}
          : { failureLocation: `${output.S3FailurePath}/${inferenceId}-error.out` }),
      };
    },
  };
}
