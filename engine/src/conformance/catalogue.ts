import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { MODEL_DIR } from '../../../contract/opt-ml';
import type { RequirementId } from '../../../contract/requirements';
import { INVOCATIONS_PATH, PING_PATH, SERVING_HOST, SERVING_PORT } from '../../../contract/serving';
import type { ConformanceResult, ConformanceRole, Outcome } from './types';

interface Entry {
  readonly about: 'image' | ConformanceRole;
  readonly title: string;
  readonly requirements: readonly RequirementId[];
  readonly remedy: string;
}

const LISTEN = `Let the server listen on ${SERVING_HOST}:${SERVING_PORT}.`;

/** All tests of the contract, in the order of their results. */
export const CATALOGUE = {
  'image-platform': {
    about: 'image',
    title: 'The image is for the processors of SageMaker’s hosts',
    requirements: ['IMG-03'],
    remedy: 'Build it with `--platform linux/amd64`.',
  },
  'image-entrypoint': {
    about: 'image',
    title: 'The entry point takes the word that SageMaker appends',
    requirements: ['LAUNCH-04'],
    remedy: 'Write ENTRYPOINT as a JSON array: the shell form drops the word and keeps SIGTERM to itself.',
  },
  'image-user': {
    about: 'image',
    title: 'The container runs as root',
    requirements: ['LAUNCH-16'],
    remedy: 'Remove the last USER of the Dockerfile: SageMaker’s directories belong to root.',
  },
  'image-labels': {
    about: 'image',
    title: 'Capability labels have the value that SageMaker reads',
    requirements: ['IMG-11', 'MME-01', 'PIPE-02'],
    remedy: 'Give the label the value `true`, in the last stage.',
  },
  'image-size': {
    about: 'image',
    title: 'The image is small enough for a serverless endpoint',
    requirements: ['SLS-01'],
    remedy: '',
  },
  'train-starts': {
    about: 'training',
    title: `It starts with \`${TRAIN_WORD}\``,
    requirements: ['LAUNCH-01'],
    remedy: `Put an executable program \`${TRAIN_WORD}\` on PATH, or an ENTRYPOINT that takes the word.`,
  },
  'train-succeeds': {
    about: 'training',
    title: 'It ends with exit code 0',
    requirements: ['EXIT-01'],
    remedy: 'Look at its last lines; give it the data it needs with --channel, and settings with --hyperparameter.',
  },
  'train-model': {
    about: 'training',
    title: 'It leaves a model',
    requirements: ['FS-05'],
    remedy: `Write the model below ${MODEL_DIR}: only that is kept.`,
  },
  'train-failure': {
    about: 'training',
    title: 'It says why it failed',
    requirements: ['EXIT-02'],
    remedy: '',
  },
  'train-stops': {
    about: 'training',
    title: 'It ends within 120 seconds of SIGTERM',
    requirements: ['EXIT-03'],
    remedy: 'Handle SIGTERM in the first process: save what there is, and exit.',
  },
  'serve-starts': {
    about: 'inference',
    title: `It starts with \`${SERVE_WORD}\``,
    requirements: ['LAUNCH-02'],
    remedy: `Put an executable program \`${SERVE_WORD}\` on PATH, or an ENTRYPOINT that takes the word, and keep the server in the foreground.`,
  },
  'serve-listens': {
    about: 'inference',
    title: `It listens on ${SERVING_HOST}:${SERVING_PORT}`,
    requirements: ['HTTP-01', 'NET-06'],
    remedy: LISTEN,
  },
  'ping-healthy': {
    about: 'inference',
    title: `GET ${PING_PATH} answers 200 within 2 seconds`,
    requirements: ['HTTP-02', 'HTTP-03'],
    remedy: `Answer GET ${PING_PATH} with 200 once the model is loaded.`,
  },
  invocations: {
    about: 'inference',
    title: `POST ${INVOCATIONS_PATH} answers`,
    requirements: ['HTTP-12'],
    remedy: `Answer POST ${INVOCATIONS_PATH} with a 2xx status to the payloads that the image is made for.`,
  },
  'unknown-content-type': {
    about: 'inference',
    title: 'An unknown content type does no harm',
    requirements: ['HTTP-11'],
    remedy: 'Answer 415 to a Content-Type that is not known, instead of ending.',
  },
  'body-6-mb': {
    about: 'inference',
    title: 'It takes a body of 6 MB, as batch transform sends',
    requirements: ['HTTP-08', 'BATCH-02'],
    remedy: 'Raise the limit for bodies: `client_max_body_size` of nginx, `MAX_CONTENT_LENGTH` of Flask.',
  },
  'body-limit': {
    about: 'inference',
    title: 'It takes the largest body that the endpoint lets through',
    requirements: ['HTTP-08'],
    remedy: 'Raise the limit for bodies: `client_max_body_size` of nginx, `MAX_CONTENT_LENGTH` of Flask.',
  },
  'ping-while-busy': {
    about: 'inference',
    title: `${PING_PATH} is answered during an invocation`,
    requirements: ['HTTP-05'],
    remedy: 'Give the server two workers or threads: `gunicorn --workers 2` or `--threads 4`.',
  },
  'concurrent-invocations': {
    about: 'inference',
    title: 'It answers 4 invocations at once',
    requirements: ['HTTP-07'],
    remedy: 'Let invocations wait for each other, if they must, but answer all of them within 60 seconds.',
  },
  'execution-parameters': {
    about: 'inference',
    title: 'GET /execution-parameters answers JSON, or 404',
    requirements: ['BATCH-02'],
    remedy: 'Answer JSON with MaxConcurrentTransforms, BatchStrategy and MaxPayloadInMB; or 404.',
  },
  'bind-to-port': {
    about: 'inference',
    title: 'It listens on SAGEMAKER_BIND_TO_PORT',
    requirements: ['PIPE-01'],
    remedy: 'Read the port from SAGEMAKER_BIND_TO_PORT, or remove the label that promises it.',
  },
  'serve-stops': {
    about: 'inference',
    title: 'It ends within 30 seconds of SIGTERM',
    requirements: ['EXIT-04'],
    remedy: 'Start the server with `exec`, so that it is the first process, and handle SIGTERM.',
  },
} as const satisfies Record<string, Entry>;

export type TestId = keyof typeof CATALOGUE;

/** The tests about this, in order. */
export function testsAbout(about: Entry['about']): readonly TestId[] {
  return (Object.keys(CATALOGUE) as TestId[]).filter((id) => CATALOGUE[id].about === about);
}

/** What a test found. A failed one may name the requirements more closely, and what to do. */
export function result(
  id: TestId,
  outcome: Outcome,
  evidence: readonly string[],
  closer: { readonly requirements?: readonly RequirementId[]; readonly remedy?: string | undefined } = {},
): ConformanceResult {
  const entry: Entry = CATALOGUE[id];
  const remedy = closer.remedy ?? entry.remedy;
  return {
    id,
    requirements: closer.requirements ?? entry.requirements,
    title: entry.title,
    outcome,
    evidence,
    ...(outcome === 'failed' && remedy !== '' ? { remedy } : {}),
  };
}
