/** Headers of SageMaker’s own, which travel from the client to the container: `X-Amzn-SageMaker-Custom-Attributes` … Lower case. */
export const FORWARDED_HEADER_PREFIX = 'x-amzn-';

/** The header in which a client may hand over what it likes. */
export const CUSTOM_ATTRIBUTES_HEADER = 'X-Amzn-SageMaker-Custom-Attributes';

/** What else InvokeEndpoint hands on (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html). */
export const TARGET_MODEL_HEADER = 'X-Amzn-SageMaker-Target-Model';
export const TARGET_VARIANT_HEADER = 'X-Amzn-SageMaker-Target-Variant';
export const TARGET_CONTAINER_HEADER = 'X-Amzn-SageMaker-Target-Container-Hostname';
export const INFERENCE_ID_HEADER = 'X-Amzn-SageMaker-Inference-Id';

/** Headers that only say who asks; SageMaker has checked the caller and does not hand them on. Lower case. */
const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'api-key',
  'apikey',
  'cookie',
]);

/** Custom headers that proxies and tracing add: code that reads them copes without. Lower case. */
const TRACING_HEADER =
  /^x-(?:request-?id|correlation-?id|trace|forwarded|real-ip|b3-|cloud|datadog|ot-|client-ip|original)/;

/**
 * Whether a request header never reaches the container: InvokeEndpoint hands on Content-Type, Accept and SageMaker’s own
 * headers and strips the rest. False for those that proxies add by themselves, since a client’s code does not count on them.
 */
export function isStrippedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  if (CREDENTIAL_HEADERS.has(lower)) return true;
  return lower.startsWith('x-') && !lower.startsWith(FORWARDED_HEADER_PREFIX) && !TRACING_HEADER.test(lower);
}
