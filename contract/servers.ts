import { fact } from './facts';
import type { Fact } from './facts';
import type { RequirementId } from './requirements';

/** A program that serves HTTP, and how it is told where to listen. */
export interface Server {
  /** Name of the program, or `python -m` module where that is how it is started. */
  readonly program: string;
  /** Python modules that start it: `python -m uvicorn`. */
  readonly modules: readonly string[];
  readonly summary: string;
  /** Where it listens unless told; undefined: it has to be told, or it differs between versions. */
  readonly defaultHost: string | undefined;
  readonly defaultPort: number | undefined;
  /** Flags that take the address. */
  readonly hostFlags: readonly string[];
  /** Flags that take the port. */
  readonly portFlags: readonly string[];
  /** Flags that take address and port together, `0.0.0.0:8080`. */
  readonly bindFlags: readonly string[];
  /** Whether one word too many (`serve`) on its command line ends it with an error. */
  readonly rejectsExtraArgument: boolean;
  /** What to add to its command line for SageMaker. */
  readonly fix: string;
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';
const HOST_AND_PORT = '--host 0.0.0.0 --port 8080';
const WEB: readonly RequirementId[] = ['WEB-08', 'NET-06'];

export const SERVERS: readonly Server[] = [
  {
    program: 'uvicorn',
    modules: ['uvicorn'],
    summary: 'Uvicorn listens on 127.0.0.1:8000 unless told, and ends with an error on an extra word.',
    defaultHost: LOOPBACK,
    defaultPort: 8000,
    hostFlags: ['--host'],
    portFlags: ['--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: WEB,
    source: 'https://www.uvicorn.org/settings/',
  },
  {
    program: 'gunicorn',
    modules: ['gunicorn', 'gunicorn.app.wsgiapp'],
    summary: 'Gunicorn listens on 127.0.0.1:8000 unless told. It ignores an extra word on its command line.',
    defaultHost: LOOPBACK,
    defaultPort: 8000,
    hostFlags: [],
    portFlags: [],
    bindFlags: ['-b', '--bind'],
    rejectsExtraArgument: false,
    fix: '--bind 0.0.0.0:8080',
    requirements: WEB,
    source: 'https://docs.gunicorn.org/en/stable/settings.html#bind',
  },
  {
    program: 'hypercorn',
    modules: ['hypercorn'],
    summary: 'Hypercorn listens on 127.0.0.1:8000 unless told, and ends with an error on an extra word.',
    defaultHost: LOOPBACK,
    defaultPort: 8000,
    hostFlags: [],
    portFlags: [],
    bindFlags: ['-b', '--bind'],
    rejectsExtraArgument: true,
    fix: '--bind 0.0.0.0:8080',
    requirements: WEB,
    source: 'https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html',
  },
  {
    program: 'plumber',
    modules: [],
    summary: 'Plumber listens on 127.0.0.1 unless told, on a port that it chooses.',
    defaultHost: LOOPBACK,
    defaultPort: undefined,
    hostFlags: [],
    portFlags: [],
    bindFlags: [],
    rejectsExtraArgument: false,
    fix: 'host = "0.0.0.0", port = 8080',
    requirements: WEB,
    source: 'https://www.rplumber.io/reference/Plumber.html',
  },
  {
    program: 'fastify',
    modules: [],
    summary: 'Fastify listens on localhost unless told.',
    defaultHost: LOOPBACK,
    defaultPort: undefined,
    hostFlags: [],
    portFlags: [],
    bindFlags: [],
    rejectsExtraArgument: false,
    fix: "{ host: '0.0.0.0', port: 8080 }",
    requirements: WEB,
    source: 'https://fastify.dev/docs/latest/Reference/Server/#listen',
  },
  {
    program: 'waitress-serve',
    modules: ['waitress'],
    summary:
      'Waitress listens on 0.0.0.0:8080 unless told, which suits SageMaker; an extra word ends it with an error.',
    defaultHost: EVERYWHERE,
    defaultPort: 8080,
    hostFlags: ['--host'],
    portFlags: ['--port'],
    bindFlags: ['--listen'],
    rejectsExtraArgument: true,
    fix: '--listen=0.0.0.0:8080',
    requirements: WEB,
    source: 'https://docs.pylonsproject.org/projects/waitress/en/stable/runner.html',
  },
  {
    program: 'flask',
    modules: ['flask'],
    summary: 'Flask’s development server listens on 127.0.0.1:5000 unless told, and is not meant for production.',
    defaultHost: LOOPBACK,
    defaultPort: 5000,
    hostFlags: ['-h', '--host'],
    portFlags: ['-p', '--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: ['WEB-07', 'NET-06'],
    source: 'https://flask.palletsprojects.com/en/stable/cli/',
  },
  {
    program: 'fastapi',
    modules: ['fastapi'],
    summary: '`fastapi run` listens on 0.0.0.0:8000 unless told, and ends with an error on an extra word.',
    defaultHost: undefined,
    defaultPort: 8000,
    hostFlags: ['--host'],
    portFlags: ['--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: WEB,
    source: 'https://fastapi.tiangolo.com/fastapi-cli/',
  },
  {
    program: 'streamlit',
    modules: ['streamlit'],
    summary: 'Streamlit listens on port 8501 unless told. It has neither `/ping` nor `/invocations`.',
    defaultHost: undefined,
    defaultPort: 8501,
    hostFlags: ['--server.address'],
    portFlags: ['--server.port'],
    bindFlags: [],
    rejectsExtraArgument: false,
    fix: '--server.port 8080',
    requirements: ['HTTP-12', 'WEB-10'],
    source: 'https://docs.streamlit.io/develop/api-reference/configuration/config.toml',
  },
  {
    program: 'torchserve',
    modules: [],
    summary:
      'TorchServe listens on 127.0.0.1:8080, with management on 8081 and metrics on 8082; `inference_address` in its configuration file changes that.',
    defaultHost: LOOPBACK,
    defaultPort: 8080,
    hostFlags: [],
    portFlags: [],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: '--ts-config config.properties, with inference_address=http://0.0.0.0:8080',
    requirements: WEB,
    source: 'https://pytorch.org/serve/configuration.html',
  },
  {
    program: 'multi-model-server',
    modules: [],
    summary:
      'Multi Model Server listens on 127.0.0.1:8080; `inference_address` in its configuration file changes that.',
    defaultHost: LOOPBACK,
    defaultPort: 8080,
    hostFlags: [],
    portFlags: [],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: '--mms-config config.properties, with inference_address=http://0.0.0.0:8080',
    requirements: ['WEB-08', 'TK-04'],
    source: 'https://github.com/awslabs/multi-model-server/blob/HEAD/docs/configuration.md',
  },
  {
    program: 'tritonserver',
    modules: [],
    summary: 'Triton listens on port 8000 and has SageMaker’s routes only with `--allow-sagemaker=true`.',
    defaultHost: EVERYWHERE,
    defaultPort: 8000,
    hostFlags: [],
    portFlags: ['--sagemaker-port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: '--allow-sagemaker=true --sagemaker-port=8080 --allow-http=false --allow-grpc=false',
    requirements: ['WEB-08'],
    source: 'https://github.com/triton-inference-server/server/blob/HEAD/docker/sagemaker/serve',
  },
  {
    program: 'vllm',
    modules: ['vllm.entrypoints.openai.api_server', 'vllm.entrypoints.api_server'],
    summary: 'vLLM listens on port 8000 unless told, and cannot take the word `serve` that SageMaker appends.',
    defaultHost: undefined,
    defaultPort: 8000,
    hostFlags: ['--host'],
    portFlags: ['--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: ['WEB-08', 'LAUNCH-13'],
    source: 'https://docs.vllm.ai/en/latest/cli/serve/',
  },
  {
    program: 'sglang',
    modules: ['sglang.launch_server'],
    summary: 'SGLang listens on 127.0.0.1:30000 unless told, and ends with an error on an extra word.',
    defaultHost: LOOPBACK,
    defaultPort: 30000,
    hostFlags: ['--host'],
    portFlags: ['--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: WEB,
    source: 'https://docs.sglang.ai/advanced_features/server_arguments.html',
  },
  {
    program: 'mlflow',
    modules: ['mlflow'],
    summary: '`mlflow models serve` listens on 127.0.0.1:5000 unless told, and ends with an error on an extra word.',
    defaultHost: LOOPBACK,
    defaultPort: 5000,
    hostFlags: ['-h', '--host'],
    portFlags: ['-p', '--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: WEB,
    source: 'https://mlflow.org/docs/latest/cli.html',
  },
  {
    program: 'bentoml',
    modules: ['bentoml'],
    summary: '`bentoml serve` listens on port 3000 unless told, and has other routes than SageMaker calls.',
    defaultHost: undefined,
    defaultPort: 3000,
    hostFlags: ['--host'],
    portFlags: ['-p', '--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: ['WEB-08', 'HTTP-12'],
    source: 'https://docs.bentoml.com/en/latest/reference/bentoml/cli.html',
  },
  {
    program: 'tensorflow_model_server',
    modules: [],
    summary: 'TensorFlow Serving answers REST on port 8501, on other routes than SageMaker calls.',
    defaultHost: EVERYWHERE,
    defaultPort: 8501,
    hostFlags: [],
    portFlags: ['--rest_api_port'],
    bindFlags: [],
    rejectsExtraArgument: false,
    fix: '--rest_api_port=8501, behind a server on port 8080 that has /ping and /invocations',
    requirements: ['WEB-08', 'HTTP-12'],
    source: 'https://www.tensorflow.org/tfx/serving/api_rest',
  },
  {
    program: 'text-embeddings-router',
    modules: [],
    summary: 'Text Embeddings Inference listens on port 3000 (80 in its image), and rejects the word `serve`.',
    defaultHost: EVERYWHERE,
    defaultPort: 3000,
    hostFlags: ['--hostname'],
    portFlags: ['-p', '--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: '--port 8080',
    requirements: ['WEB-08', 'LAUNCH-13'],
    source: 'https://huggingface.co/docs/text-embeddings-inference/cli_arguments',
  },
  {
    program: 'text-generation-launcher',
    modules: [],
    summary: 'Text Generation Inference listens on port 3000 (80 in its image), and rejects the word `serve`.',
    defaultHost: EVERYWHERE,
    defaultPort: 3000,
    hostFlags: ['--hostname'],
    portFlags: ['-p', '--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: '--port 8080',
    requirements: ['WEB-08', 'LAUNCH-13'],
    source: 'https://huggingface.co/docs/text-generation-inference/reference/launcher',
  },
  {
    program: 'nginx',
    modules: [],
    summary: 'nginx listens where its configuration says, port 80 unless told, and rejects an extra word.',
    defaultHost: EVERYWHERE,
    defaultPort: 80,
    hostFlags: [],
    portFlags: [],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: 'listen 8080; in nginx.conf',
    requirements: ['WEB-01'],
    source: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#listen',
  },
  {
    program: 'daphne',
    modules: ['daphne'],
    summary: 'Daphne listens on 127.0.0.1:8000 unless told, and ends with an error on an extra word.',
    defaultHost: LOOPBACK,
    defaultPort: 8000,
    hostFlags: ['-b', '--bind'],
    portFlags: ['-p', '--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: '--bind 0.0.0.0 --port 8080',
    requirements: WEB,
    source: 'https://github.com/django/daphne/blob/HEAD/README.rst',
  },
  {
    program: 'granian',
    modules: ['granian'],
    summary: 'Granian listens on 127.0.0.1:8000 unless told, and ends with an error on an extra word.',
    defaultHost: LOOPBACK,
    defaultPort: 8000,
    hostFlags: ['--host'],
    portFlags: ['--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: WEB,
    source: 'https://github.com/emmett-framework/granian/blob/HEAD/README.md',
  },
  {
    program: 'litestar',
    modules: ['litestar'],
    summary: '`litestar run` listens on 127.0.0.1:8000 unless told, and ends with an error on an extra word.',
    defaultHost: LOOPBACK,
    defaultPort: 8000,
    hostFlags: ['-H', '--host'],
    portFlags: ['-p', '--port'],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: HOST_AND_PORT,
    requirements: WEB,
    source: 'https://docs.litestar.dev/latest/usage/cli.html',
  },
  {
    program: 'ollama',
    modules: [],
    summary: '`ollama serve` listens on 127.0.0.1:11434 unless `OLLAMA_HOST` says otherwise; it has no `/ping`.',
    defaultHost: LOOPBACK,
    defaultPort: 11434,
    hostFlags: [],
    portFlags: [],
    bindFlags: [],
    rejectsExtraArgument: true,
    fix: 'OLLAMA_HOST=0.0.0.0:11434, behind a server on port 8080 that has /ping and /invocations',
    requirements: ['WEB-08', 'HTTP-12'],
    source: 'https://github.com/ollama/ollama/blob/HEAD/docs/faq.md',
  },
];

/** The server of that program name or path (`/opt/venv/bin/uvicorn`), or `python -m` module. */
export function server(programOrModule: string): Server | undefined {
  const name = programOrModule.slice(programOrModule.lastIndexOf('/') + 1);
  return SERVERS.find((one) => one.program === name || one.modules.includes(name));
}

/**
 * Programs that take their first plain argument for the name of a script: `python serve` runs the file `serve` of the
 * working directory, and ends with an error when there is none. Versions (`python3.12`) are meant too.
 */
export const INTERPRETERS: readonly string[] = [
  'python',
  'python3',
  'pypy',
  'bash',
  'sh',
  'dash',
  'ash',
  'zsh',
  'ksh',
  'node',
  'perl',
  'ruby',
  'Rscript',
  'R',
  'julia',
];

/** Whether a program name or path is an interpreter, with or without a version. */
export function isInterpreter(program: string): boolean {
  const name = program.slice(program.lastIndexOf('/') + 1);
  return INTERPRETERS.includes(name.replace(/[\d.]+$/, '')) || INTERPRETERS.includes(name);
}

/**
 * Whether a server's command line ends with an error when SageMaker appends `train` or `serve` to it. False also for
 * programs that are not known here; interpreters (`isInterpreter`) are another matter, since a script of that name may lie in the
 * working directory.
 */
export function rejectsExtraArgument(programOrModule: string): boolean {
  return server(programOrModule)?.rejectsExtraArgument ?? false;
}

/** Seconds after which gunicorn kills a worker that is silent, unless told. */
export const GUNICORN_TIMEOUT_SECONDS: Fact<number> = fact(
  30,
  'Gunicorn kills a worker that is silent for 30 seconds unless `--timeout` says more.',
  ['WEB-04'],
  'https://docs.gunicorn.org/en/stable/settings.html#timeout',
);

/** Largest body that nginx takes, unless told. */
export const NGINX_BODY_BYTES: Fact<number> = fact(
  1024 ** 2,
  'nginx answers 413 to a body above 1 MB unless `client_max_body_size` says more.',
  ['WEB-02'],
  'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size',
);

/** Seconds nginx waits for the server behind it, unless told. */
export const NGINX_READ_TIMEOUT_SECONDS: Fact<number> = fact(
  60,
  'nginx gives up on the server behind it after 60 seconds unless `proxy_read_timeout` says more.',
  ['WEB-04'],
  'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout',
);

/** Model servers whose routes are their own: they answer neither `/ping` nor `/invocations`, whatever they are told. */
export const SERVERS_WITHOUT_CONTRACT: Fact<readonly string[]> = fact(
  ['tensorflow_model_server'],
  'TensorFlow Serving answers below `/v1/models/` only; AWS’s own image puts nginx and a Python service in front of it.',
  ['HTTP-02', 'HTTP-12'],
  'https://www.tensorflow.org/tfx/serving/api_rest',
);
