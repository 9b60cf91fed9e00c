import { SERVE_WORD } from '../../../contract/launch';
import { MODEL_DIR } from '../../../contract/opt-ml';
import {
  BIDIRECTIONAL_PATH,
  INVOCATIONS_PATH,
  MODELS_PATH,
  PING_PATH,
  SERVING_HOST,
  SERVING_PORT,
} from '../../../contract/serving';
import type { Entry } from './types';

const LISTEN = `Let the server listen on ${SERVING_HOST}:${SERVING_PORT}.`;

/** What is tried with `serve`. In the order of their results. */
export const INFERENCE_TESTS = {
  'serve-starts': {
    title: `It starts with \`${SERVE_WORD}\``,
    requirements: ['LAUNCH-02'],
    remedy: `Put an executable program \`${SERVE_WORD}\` on PATH, or an ENTRYPOINT that takes the word, and keep the server in the foreground.`,
    place: 'entrypoint',
  },
  'serve-listens': {
    title: `It listens on ${SERVING_HOST}:${SERVING_PORT}`,
    requirements: ['HTTP-01', 'NET-06'],
    remedy: LISTEN,
    place: 'serve',
  },
  'ping-healthy': {
    title: `GET ${PING_PATH} answers 200 within 2 seconds`,
    requirements: ['HTTP-02', 'HTTP-03'],
    remedy: `Answer GET ${PING_PATH} with 200 once the model is loaded.`,
    place: 'handler',
  },
  'ping-ready': {
    title: `${PING_PATH} answers 200 only once it can predict`,
    requirements: ['HTTP-04'],
    remedy: `Answer ${PING_PATH} with 503 until the model is loaded: requests come as soon as it says 200.`,
    place: 'handler',
  },
  'model-read-only': {
    title: 'It leaves the model’s directory alone',
    requirements: ['FS-09'],
    remedy: `Write caches and other files to /tmp: ${MODEL_DIR} is read-only on an endpoint.`,
    place: 'handler',
  },
  invocations: {
    title: `POST ${INVOCATIONS_PATH} answers`,
    requirements: ['HTTP-12'],
    remedy: `Answer POST ${INVOCATIONS_PATH} with a 2xx status to the payloads that the image is made for.`,
    place: 'handler',
  },
  'unknown-content-type': {
    title: 'An unknown content type does no harm',
    requirements: ['HTTP-11'],
    remedy: 'Answer 415 to a Content-Type that is not known, instead of ending.',
    place: 'handler',
  },
  'empty-body': {
    title: 'An empty body does no harm',
    requirements: ['HTTP-11'],
    remedy: 'Answer 400 to a body that can’t be read, instead of ending.',
    place: 'handler',
  },
  'body-6-mb': {
    title: 'It takes a body of 6 MB, as batch transform sends',
    requirements: ['HTTP-08', 'BATCH-02'],
    remedy: 'Raise the limit for bodies: `client_max_body_size` of nginx, `MAX_CONTENT_LENGTH` of Flask.',
    place: 'front',
  },
  'body-limit': {
    title: 'It takes the largest body that the endpoint lets through',
    requirements: ['HTTP-08'],
    remedy: 'Raise the limit for bodies: `client_max_body_size` of nginx, `MAX_CONTENT_LENGTH` of Flask.',
    place: 'front',
  },
  'ping-while-busy': {
    title: `${PING_PATH} is answered during an invocation`,
    requirements: ['HTTP-05'],
    remedy: 'Give the server two workers or threads: `gunicorn --workers 2` or `--threads 4`.',
    place: 'serve',
  },
  'concurrent-invocations': {
    title: 'It answers 4 invocations at once',
    requirements: ['HTTP-07'],
    remedy: 'Let invocations wait for each other, if they must, but answer all of them within 60 seconds.',
    place: 'serve',
  },
  'execution-parameters': {
    title: 'GET /execution-parameters answers JSON, or 404',
    requirements: ['BATCH-02'],
    remedy: 'Answer JSON with MaxConcurrentTransforms, BatchStrategy and MaxPayloadInMB; or 404.',
    place: 'handler',
  },
  'bidirectional-stream': {
    title: `It opens a stream in both directions, and answers pings and ${PING_PATH} meanwhile`,
    requirements: ['STREAM-03', 'STREAM-04'],
    remedy: `Accept WebSockets at ${BIDIRECTIONAL_PATH} with a server that answers pings and does not block, or remove the label that promises it.`,
    place: 'handler',
  },
  'bind-to-port': {
    title: 'It listens on SAGEMAKER_BIND_TO_PORT',
    requirements: ['PIPE-01'],
    remedy: 'Read the port from SAGEMAKER_BIND_TO_PORT, or remove the label that promises it.',
    place: 'label',
  },
  'models-load': {
    title: `POST ${MODELS_PATH} loads a model once: 200, then 409`,
    requirements: ['MME-02', 'MME-03'],
    remedy: `Implement POST ${MODELS_PATH} (multi-model-server has it), or remove the label that promises it.`,
    place: 'label',
  },
  'models-list': {
    title: `GET ${MODELS_PATH} tells which models are loaded`,
    requirements: ['MME-04'],
    remedy: `Answer GET ${MODELS_PATH} with {"models": [{"modelName": …, "modelUrl": …}]}, and GET ${MODELS_PATH}/<name> with 200 or 404.`,
    place: 'handler',
  },
  'models-invoke': {
    title: 'A loaded model can be invoked, an unknown one answers 404',
    requirements: ['MME-05'],
    remedy: `Answer POST ${MODELS_PATH}/<name>/invoke with the prediction of that model, or 404 when it is not loaded.`,
    place: 'handler',
  },
  'models-unload': {
    title: `DELETE ${MODELS_PATH}/<name> unloads a model`,
    requirements: ['MME-04'],
    remedy: `Answer DELETE ${MODELS_PATH}/<name> with 200 and forget the model: it is 404 from then on.`,
    place: 'handler',
  },
  'serve-isolated': {
    title: 'It serves without a network',
    requirements: ['NET-01'],
    remedy: 'Put what it downloads (packages, weights) into the image or into model.tar.gz.',
    place: 'serve',
  },
  'serve-rootless': {
    title: 'It serves without the rights of root, as on a serverless endpoint',
    requirements: ['SLS-05'],
    remedy: 'Write to /tmp only, or open the directories it writes to: `RUN chmod -R o+rwX <dir>`.',
    place: 'run',
  },
  'serve-stops': {
    title: 'It ends within 30 seconds of SIGTERM',
    requirements: ['EXIT-04'],
    remedy: 'Start the server with `exec`, so that it is the first process, and handle SIGTERM.',
    place: 'entrypoint',
  },
} as const satisfies Readonly<Record<string, Entry>>;
