import { apiReference, fact, guide } from './facts';
import type { Fact } from './facts';
import type { RequirementId } from './requirements';

const INFERENCE_PAGE = guide('your-algorithms-inference-code');
const BATCH_PAGE = guide('your-algorithms-batch-code');
const OPTIONS_PAGE = guide('deploy-model-options');
const SERVERLESS_PAGE = guide('serverless-endpoints');
const ASYNC_PAGE = guide('async-inference');
const MULTI_MODEL_PAGE = guide('mms-container-apis');
const VARIANT_PAGE = apiReference('ProductionVariant');

/** The port on which SageMaker calls the container, unless SAGEMAKER_BIND_TO_PORT names another. */
export const SERVING_PORT = 8080;

/** The address to listen on: all interfaces. */
export const SERVING_HOST = '0.0.0.0';

export const PING_PATH = '/ping';
export const INVOCATIONS_PATH = '/invocations';
export const EXECUTION_PARAMETERS_PATH = '/execution-parameters';
export const MODELS_PATH = '/models';
export const BIDIRECTIONAL_PATH = '/invocations-bidirectional-stream';
export const METRICS_PATH = '/metrics';

/** The port of JupyterLab and Code Editor in Studio. */
export const STUDIO_PORT = 8888;

/** A request that SageMaker makes to the container. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'WebSocket';
  /** May hold `{model_name}`. */
  readonly path: string;
  /** When the container has to answer it. */
  readonly when: 'always' | 'batch' | 'multi-model' | 'bidirectional' | 'observability';
  readonly required: boolean;
  readonly summary: string;
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: PING_PATH,
    when: 'always',
    required: true,
    summary: 'Health check: HTTP 200 with an empty body within 2 seconds once the model can answer, 503 before.',
    requirements: ['HTTP-02', 'HTTP-04'],
    source: INFERENCE_PAGE,
  },
  {
    method: 'POST',
    path: INVOCATIONS_PATH,
    when: 'always',
    required: true,
    summary: 'One inference request: answer within 60 seconds, or stream the answer.',
    requirements: ['HTTP-01', 'HTTP-07', 'HTTP-12'],
    source: INFERENCE_PAGE,
  },
  {
    method: 'GET',
    path: EXECUTION_PARAMETERS_PATH,
    when: 'batch',
    required: false,
    summary:
      'Batch transform asks how it may call: JSON with `MaxConcurrentTransforms`, `BatchStrategy` and `MaxPayloadInMB`. A container without it answers 404.',
    requirements: ['BATCH-02'],
    source: BATCH_PAGE,
  },
  {
    method: 'POST',
    path: MODELS_PATH,
    when: 'multi-model',
    required: true,
    summary: 'Load a model: `{"model_name": …, "url": …}`. 200 loaded, 409 already loaded, 507 not enough memory.',
    requirements: ['MME-03'],
    source: MULTI_MODEL_PAGE,
  },
  {
    method: 'GET',
    path: MODELS_PATH,
    when: 'multi-model',
    required: true,
    summary: 'List the loaded models, in pages (`next_page_token`).',
    requirements: ['MME-04'],
    source: MULTI_MODEL_PAGE,
  },
  {
    method: 'GET',
    path: `${MODELS_PATH}/{model_name}`,
    when: 'multi-model',
    required: true,
    summary: 'Whether a model is loaded: 200 or 404.',
    requirements: ['MME-04'],
    source: MULTI_MODEL_PAGE,
  },
  {
    method: 'DELETE',
    path: `${MODELS_PATH}/{model_name}`,
    when: 'multi-model',
    required: true,
    summary: 'Unload a model: 200 or 404.',
    requirements: ['MME-04'],
    source: MULTI_MODEL_PAGE,
  },
  {
    method: 'POST',
    path: `${MODELS_PATH}/{model_name}/invoke`,
    when: 'multi-model',
    required: true,
    summary: 'One inference request to a model: 200, 404 not loaded, 507 out of memory.',
    requirements: ['MME-05'],
    source: MULTI_MODEL_PAGE,
  },
  {
    method: 'WebSocket',
    path: BIDIRECTIONAL_PATH,
    when: 'bidirectional',
    required: true,
    summary: 'Bidirectional streaming: a WebSocket beside the plain HTTP health check.',
    requirements: ['STREAM-03'],
    source: INFERENCE_PAGE,
  },
  {
    method: 'GET',
    path: METRICS_PATH,
    when: 'observability',
    required: false,
    summary: 'Prometheus metrics, scraped when detailed observability is enabled.',
    requirements: ['HTTP-15'],
    source: apiReference('ContainerDefinition'),
  },
];

export const PING_TIMEOUT_SECONDS: Fact<number> = fact(
  2,
  'A health check that is not answered with 200 within 2 seconds counts as failed.',
  ['HTTP-02'],
  INFERENCE_PAGE,
);

export const STARTUP_TIMEOUT_SECONDS: Fact<number> = fact(
  480,
  'The health check must succeed within 8 minutes of the container’s start, unless the endpoint allows more.',
  ['HTTP-03'],
  INFERENCE_PAGE,
);

/** Limits of ContainerStartupHealthCheckTimeoutInSeconds. */
export const STARTUP_TIMEOUT_RANGE_SECONDS: Fact<readonly [number, number]> = fact(
  [60, 3600],
  '`ContainerStartupHealthCheckTimeoutInSeconds` may be 60 to 3,600 seconds.',
  ['HTTP-03'],
  VARIANT_PAGE,
);

export const CONNECT_TIMEOUT_MILLISECONDS: Fact<number> = fact(
  250,
  'The server must accept a connection within 250 milliseconds.',
  ['HTTP-06'],
  INFERENCE_PAGE,
);

export const METRICS_PATH_LENGTH: Fact<number> = fact(
  256,
  'The path of the metrics page is at most 256 characters long.',
  ['HTTP-15'],
  apiReference('ContainerDefinition'),
);

export type InferenceKind = 'real-time' | 'streaming' | 'serverless' | 'asynchronous' | 'batch';

/** Longest time an invocation may take. */
export const INVOCATION_TIMEOUT_SECONDS: Readonly<Record<InferenceKind, Fact<number>>> = {
  'real-time': fact(60, 'A real-time invocation must be answered within 60 seconds.', ['HTTP-07'], INFERENCE_PAGE),
  streaming: fact(480, 'A streamed answer may take up to 8 minutes.', ['HTTP-07'], OPTIONS_PAGE),
  serverless: fact(60, 'A serverless invocation must be answered within 60 seconds.', ['SLS-02'], SERVERLESS_PAGE),
  asynchronous: fact(
    3600,
    'An asynchronous invocation may take up to 60 minutes (15 unless the request says more).',
    ['ASYNC-01'],
    ASYNC_PAGE,
  ),
  batch: fact(
    3600,
    'A batch transform invocation may take up to 60 minutes (10 unless the job says more).',
    ['BATCH-04'],
    apiReference('ModelClientConfig'),
  ),
};

/** Time an invocation may take when the request or job does not say. */
export const DEFAULT_INVOCATION_TIMEOUT_SECONDS: Readonly<Record<'asynchronous' | 'batch', Fact<number>>> = {
  asynchronous: fact(
    900,
    '`InvocationTimeoutSeconds` is 900 unless the request says otherwise.',
    ['ASYNC-01'],
    apiReference('runtime_InvokeEndpointAsync'),
  ),
  batch: fact(
    600,
    '`InvocationsTimeoutInSeconds` is 600 unless the job says otherwise.',
    ['BATCH-04'],
    apiReference('ModelClientConfig'),
  ),
};

const MEGABYTE = 1_000_000;

/** Largest request body. AWS writes MB and GB; the decimal reading is used, which is the careful one. */
export const PAYLOAD_LIMIT_BYTES: Readonly<Record<Exclude<InferenceKind, 'streaming'> | 'pipeline-hop', Fact<number>>> =
  {
    'real-time': fact(25 * MEGABYTE, 'A real-time request may have 25 MB.', ['HTTP-08'], OPTIONS_PAGE),
    serverless: fact(4 * MEGABYTE, 'A serverless request may have 4 MB.', ['SLS-02'], SERVERLESS_PAGE),
    asynchronous: fact(1000 * MEGABYTE, 'An asynchronous request may have 1 GB, through S3.', ['ASYNC-01'], ASYNC_PAGE),
    batch: fact(
      100 * MEGABYTE,
      'A batch transform request may have 100 MB (6 unless the job says more).',
      ['BATCH-03'],
      apiReference('CreateTransformJob'),
    ),
    'pipeline-hop': fact(
      5 * MEGABYTE,
      'What one container of a pipeline hands to the next may have 5 MB.',
      ['PIPE-04'],
      guide('inference-pipeline-troubleshoot'),
    ),
  };

/** Payload of a batch transform request unless the job says otherwise, in MB. */
export const DEFAULT_BATCH_PAYLOAD_MB: Fact<number> = fact(
  6,
  '`MaxPayloadInMB` is 6 unless the job or `/execution-parameters` says otherwise.',
  ['BATCH-02'],
  BATCH_PAGE,
);

/** RequestTTLSeconds: how long an asynchronous request may wait in the queue. */
export const REQUEST_TTL_RANGE_SECONDS: Fact<readonly [number, number]> = fact(
  [60, 21_600],
  '`RequestTTLSeconds` may be 60 to 21,600 seconds, which is what it is when it is left out.',
  ['ASYNC-01'],
  apiReference('runtime_InvokeEndpointAsync'),
);

/** How long a container may take to load a model of a multi-model endpoint. */
export const MODEL_LOAD_TIMEOUT_SECONDS: Fact<number> = fact(
  360,
  'A model of a multi-model endpoint must be loaded within 360 seconds.',
  ['MME-05'],
  MULTI_MODEL_PAGE,
);

/** Largest body that travels inside an asynchronous request itself. */
export const ASYNC_INLINE_BYTES: Fact<number> = fact(
  128_000,
  'An asynchronous request may carry up to 128,000 bytes itself; more goes through S3.',
  ['ASYNC-01'],
  apiReference('runtime_InvokeEndpointAsync'),
);

/** Length of the custom attributes header. */
export const CUSTOM_ATTRIBUTES_LENGTH: Fact<number> = fact(
  1024,
  '`X-Amzn-SageMaker-Custom-Attributes` holds up to 1,024 visible US-ASCII characters.',
  ['HTTP-09'],
  apiReference('runtime_InvokeEndpoint'),
);

/** Seconds between the WebSocket pings of a bidirectional stream, and how many unanswered ones close it. */
export const WEBSOCKET_PING: Fact<{ readonly everySeconds: number; readonly missesUntilClosed: number }> = fact(
  { everySeconds: 60, missesUntilClosed: 5 },
  'SageMaker sends a Ping frame every 60 seconds and closes the stream after 5 missing Pongs.',
  ['STREAM-04'],
  INFERENCE_PAGE,
);
