import {
  ADDED_LATER,
  DEFAULT_PATH,
  atLeast,
  base,
  family,
  hub,
  official,
  plainFamily,
  tagHas,
  versionOf,
} from './base';
import type { Base, Family } from './base';

const NGINX = base({
  id: 'nginx',
  summary: 'nginx. Its ENTRYPOINT runs the program it is given.',
  kind: 'server',
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  has: ['nginx', 'sh', 'env'],
  lacks: ['gunicorn', 'uvicorn', 'train', 'serve', 'java'],
});

const TENSORFLOW_SERVING = base({
  id: 'tensorflow/serving',
  summary: 'TensorFlow Serving. It ignores the word `serve` and answers on port 8501, not on 8080 at `/ping`.',
  kind: 'server',
  entrypoint: ['/usr/bin/tf_serving_entrypoint.sh'],
  cmd: undefined,
  train: 'ignores',
  serve: 'ignores',
  os: 'ubuntu',
  env: { MODEL_BASE_PATH: '/models', MODEL_NAME: 'model' },
  has: ['tensorflow_model_server', 'sh', 'bash', 'env'],
  lacks: ['train', 'serve'],
});

const VLLM = base({
  id: 'vllm/vllm-openai',
  summary: 'vLLM’s server on port 8000. It takes the word `serve` for an argument and ends with an error.',
  kind: 'server',
  entrypoint: ['vllm', 'serve'],
  cmd: undefined,
  train: 'rejects',
  serve: 'rejects',
  workdir: '/vllm-workspace',
  os: 'ubuntu',
  has: ['python3', 'vllm', 'sh', 'bash', 'env'],
  lacks: ['train', 'serve'],
  packages: ['vllm', 'torch'],
  roles: ['inference'],
});

/** Before about 0.11 the server was started as a module; it rejects the word all the same. */
const OLD_VLLM_ENTRYPOINT: Base['entrypoint'] = ['python3', '-m', 'vllm.entrypoints.openai.api_server'];

const TGI = base({
  id: 'text-generation-inference',
  summary:
    'Hugging Face’s Text Generation Inference on port 80. It rejects the word `serve`; its `sagemaker` build stage is made for SageMaker.',
  kind: 'server',
  entrypoint: ['/tgi-entrypoint.sh'],
  cmd: ['--json-output'],
  train: 'rejects',
  serve: 'rejects',
  workdir: '/usr/src',
  has: ['text-generation-launcher', 'sh', 'bash', 'env'],
  lacks: ['train', 'serve'],
  roles: ['inference'],
});

const TEI = base({
  id: 'text-embeddings-inference',
  summary: 'Hugging Face’s Text Embeddings Inference on port 80. It rejects the word `serve`.',
  kind: 'server',
  entrypoint: ['text-embeddings-router'],
  cmd: ['--json-output'],
  train: 'rejects',
  serve: 'rejects',
  has: ['text-embeddings-router'],
  lacks: ['train', 'serve'],
  roles: ['inference'],
});

const OLLAMA = base({
  id: 'ollama/ollama',
  summary: 'Ollama. The word `serve` starts it, but on port 11434 and without `/ping`; it does not know `train`.',
  kind: 'server',
  entrypoint: ['/bin/ollama'],
  cmd: ['serve'],
  train: 'rejects',
  serve: 'ignores',
  env: { OLLAMA_HOST: '0.0.0.0:11434' },
  os: 'ubuntu',
  has: ['ollama', 'sh', 'bash', 'env'],
  lacks: ['train', 'serve'],
});

const TIANGOLO = base({
  id: 'tiangolo/uvicorn-gunicorn',
  summary: 'Gunicorn with Uvicorn, started by its CMD `/start.sh` on port 80. SageMaker replaces the CMD.',
  kind: 'server',
  cmd: ['/start.sh'],
  path: ['/usr/local/bin', ...DEFAULT_PATH],
  env: { PYTHONPATH: '/app' },
  workdir: '/app/',
  has: ['python', 'python3', 'pip', 'gunicorn', 'uvicorn', 'sh', 'env'],
  lacks: ['train', 'serve'],
  packages: ['pip', 'gunicorn', 'uvicorn'],
});

const LAMBDA = base({
  id: 'lambda',
  summary: 'A base for AWS Lambda. Its ENTRYPOINT starts Lambda’s runtime, whatever SageMaker appends.',
  kind: 'lambda',
  entrypoint: ['/lambda-entrypoint.sh'],
  train: 'ignores',
  serve: 'ignores',
  path: ['/var/lang/bin', '/usr/local/bin', '/usr/bin/', '/bin', '/opt/bin'],
  env: { LAMBDA_TASK_ROOT: '/var/task', LAMBDA_RUNTIME_DIR: '/var/runtime' },
  workdir: '/var/task',
  os: 'amazon',
  has: ['sh', 'bash', 'env'],
  lacks: ['train', 'serve', 'nginx', 'gunicorn', 'uvicorn'],
});

const DISTROLESS = base({
  id: 'distroless',
  summary: 'A distroless image: no shell and no package manager.',
  kind: 'distroless',
  cmd: 'unknown',
  os: 'debian',
  lacks: ['bash', 'curl', 'wget', 'git', 'gcc', ...ADDED_LATER],
});

/** Distroless images of a language: the ENTRYPOINT takes the word for the name of a script. */
function distrolessLanguage(name: string, entrypoint: readonly string[], has: readonly string[]): Base {
  return base({
    ...DISTROLESS,
    id: `distroless/${name}`,
    summary: `A distroless image with ${name}, no shell. Its ENTRYPOINT takes the word \`serve\` for the name of a program file.`,
    entrypoint,
    train: 'rejects',
    serve: 'rejects',
    has,
    lacks: DISTROLESS.lacks.filter((program) => !has.includes(program)),
  });
}

const DISTROLESS_JAVA = distrolessLanguage('java', ['/usr/bin/java', '-jar'], ['java']);
const DISTROLESS_NODE = distrolessLanguage('nodejs', ['/nodejs/bin/node'], ['node']);
const DISTROLESS_PYTHON = distrolessLanguage('python3', ['/usr/bin/python3'], ['python3']);

const NONROOT_USER = '65532';

function distrolessRow(tag: string, repository: string): Base | undefined {
  const name = repository.slice('distroless/'.length).replace(/-debian\d+$/, '');
  const rows: Readonly<Record<string, Base>> = {
    static: DISTROLESS,
    base: DISTROLESS,
    'base-nossl': DISTROLESS,
    cc: DISTROLESS,
    python3: DISTROLESS_PYTHON,
  };
  const row = Object.hasOwn(rows, name) ? rows[name] : distrolessByPrefix(name);
  if (row === undefined) return undefined;
  const user = tag.includes('nonroot') ? NONROOT_USER : undefined;
  return tag.includes('debug')
    ? { ...row, user, has: [...row.has, 'sh'] }
    : { ...row, user, lacks: [...row.lacks, 'sh'] };
}

function distrolessByPrefix(name: string): Base | undefined {
  if (/^java\d+$/.test(name)) return DISTROLESS_JAVA;
  return /^nodejs\d+$/.test(name) ? DISTROLESS_NODE : undefined;
}

/** Servers, and bases for other platforms. */
export const SERVERS: readonly Family[] = [
  family(official('nginx'), [NGINX], (tag) => {
    const alpine = tagHas(tag, 'alpine');
    return alpine
      ? { ...NGINX, os: 'alpine', lacks: [...NGINX.lacks, 'bash', 'python', 'python3'] }
      : { ...NGINX, os: 'debian', has: [...NGINX.has, 'bash'], lacks: [...NGINX.lacks, 'python', 'python3'] };
  }),
  plainFamily(hub('tensorflow/serving'), TENSORFLOW_SERVING),
  family(hub('vllm/vllm-openai'), [VLLM], (tag) => {
    if (tag.includes('sagemaker')) return undefined;
    const version = versionOf(tag);
    const old = version.length > 0 && !atLeast(version, [0, 11]);
    return old ? { ...VLLM, entrypoint: OLD_VLLM_ENTRYPOINT } : VLLM;
  }),
  family(['ghcr.io/huggingface/text-generation-inference'], [TGI], (tag) => {
    if (tag.includes('sagemaker')) return undefined;
    const version = versionOf(tag);
    const old = version.length > 0 && !atLeast(version, [2]);
    return old ? { ...TGI, entrypoint: ['text-generation-launcher'] } : TGI;
  }),
  family(['ghcr.io/huggingface/text-embeddings-inference'], [TEI], (tag) =>
    tag.includes('sagemaker') ? undefined : TEI,
  ),
  plainFamily(hub('ollama/ollama'), OLLAMA),
  plainFamily(
    hub('tiangolo/uvicorn-gunicorn', 'tiangolo/uvicorn-gunicorn-fastapi', 'tiangolo/uvicorn-gunicorn-starlette'),
    TIANGOLO,
  ),
  {
    rows: [LAMBDA],
    matches: ({ registry, repository }) =>
      (registry === 'public.ecr.aws' && repository.startsWith('lambda/')) ||
      (registry === 'docker.io' && repository.startsWith('amazon/aws-lambda-')),
    choose: (_tag, { repository }) =>
      repository.endsWith('python')
        ? { ...LAMBDA, has: [...LAMBDA.has, 'python', 'python3', 'pip'], packages: ['pip', 'boto3'] }
        : LAMBDA,
  },
  {
    rows: [DISTROLESS, DISTROLESS_PYTHON, DISTROLESS_JAVA, DISTROLESS_NODE],
    matches: ({ registry, repository }) => registry === 'gcr.io' && repository.startsWith('distroless/'),
    choose: (tag, { repository }) => distrolessRow(tag, repository),
  },
];
