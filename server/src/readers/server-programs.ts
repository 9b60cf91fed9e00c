import type { ServerSetting, ServerStart } from './types';

/** What an option says. `bind` is an address with a port, `milliseconds` a timeout in them. */
export type OptionMeaning = ServerSetting | 'bind' | 'socket' | 'milliseconds';

/** How one server program reads its command line. */
export interface ServerProgram {
  readonly program: ServerStart['program'];
  /** Options by what they say; several spellings per meaning. */
  readonly options: Partial<Record<OptionMeaning, readonly string[]>>;
  /** Options without a value. */
  readonly switches: readonly string[];
  /** The first positional is the app (`module:app`). */
  readonly app: boolean;
  /** How many positionals it takes; one more ends it with an error. Infinity: it ignores or passes on the rest. */
  readonly positionals: number;
  /** Environment variables that stand in for options that are not given. */
  readonly environment: Partial<Record<OptionMeaning, readonly string[]>>;
}

type Facts = Partial<Omit<ServerProgram, 'program' | 'options'>>;

function define(program: ServerStart['program'], options: ServerProgram['options'], facts: Facts = {}): ServerProgram {
  return { program, options, switches: [], app: false, positionals: Infinity, environment: {}, ...facts };
}

export const GUNICORN = define(
  'gunicorn',
  {
    bind: ['-b', '--bind'],
    workers: ['-w', '--workers'],
    threads: ['--threads'],
    workerClass: ['-k', '--worker-class'],
    timeout: ['-t', '--timeout'],
    configFile: ['-c', '--config'],
    tls: ['--certfile', '--keyfile'],
  },
  {
    app: true,
    switches: [
      '--reload',
      '--spew',
      '--check-config',
      '--print-config',
      '--preload',
      '--no-sendfile',
      '--reuse-port',
      '--daemon',
      '-D',
      '--initgroups',
      '--proxy-protocol',
      '--capture-output',
      '-R',
      '--enable-stdio-inheritance',
      '--disable-redirect-access-to-syslog',
      '--no-control-socket',
      '--log-syslog',
      '--suppress-ragged-eofs',
      '--do-handshake-on-connect',
      '--permit-obsolete-folding',
      '--strip-header-spaces',
      '--permit-unconventional-http-method',
      '--permit-unconventional-http-version',
      '--casefold-http-method',
      '-v',
      '--version',
      '-h',
      '--help',
    ],
    environment: { workers: ['WEB_CONCURRENCY'] },
  },
);

const UVICORN = define(
  'uvicorn',
  {
    host: ['--host'],
    port: ['--port'],
    socket: ['--uds'],
    workers: ['--workers'],
    tls: ['--ssl-keyfile', '--ssl-certfile'],
  },
  {
    app: true,
    positionals: 1,
    switches: [
      '--reload',
      '--use-colors',
      '--access-log',
      '--proxy-headers',
      '--server-header',
      '--date-header',
      '--factory',
      '--version',
      '--help',
    ],
    environment: {
      workers: ['WEB_CONCURRENCY', 'UVICORN_WORKERS'],
      host: ['UVICORN_HOST'],
      port: ['UVICORN_PORT'],
      socket: ['UVICORN_UDS'],
    },
  },
);

const HYPERCORN = define(
  'hypercorn',
  {
    bind: ['-b', '--bind'],
    workers: ['-w', '--workers'],
    workerClass: ['-k', '--worker-class'],
    configFile: ['-c', '--config'],
    tls: ['--certfile', '--keyfile'],
  },
  { app: true, positionals: 1, switches: ['--debug', '--reload', '-h', '--help'] },
);

const WAITRESS = define(
  'waitress',
  {
    host: ['--host'],
    port: ['--port'],
    bind: ['--listen'],
    socket: ['--unix-socket'],
    threads: ['--threads'],
    timeout: ['--channel-timeout'],
  },
  {
    app: true,
    positionals: 1,
    switches: [
      '--call',
      '--help',
      '--expose-tracebacks',
      '--ipv4',
      '--ipv6',
      '--asyncore-use-poll',
      '--log-socket-errors',
    ],
  },
);

const FLASK = define(
  'flask',
  { host: ['-h', '--host'], port: ['-p', '--port'], tls: ['--cert'], app: ['-A', '--app'] },
  {
    positionals: 0,
    switches: [
      '--reload',
      '--debug',
      '--debugger',
      '--with-threads',
      '--without-threads',
      '--eager-loading',
      '--lazy-loading',
      '--help',
      '--version',
    ],
    environment: { host: ['FLASK_RUN_HOST'], port: ['FLASK_RUN_PORT'], app: ['FLASK_APP'] },
  },
);

const MLFLOW = define(
  'mlflow',
  { host: ['-h', '--host'], port: ['-p', '--port'], workers: ['-w', '--workers'], timeout: ['-t', '--timeout'] },
  {
    positionals: 0,
    switches: ['--enable-mlserver', '--install-mlflow', '--serve-artifacts', '--artifacts-only', '--dev', '--help'],
    environment: { host: ['MLFLOW_HOST'], port: ['MLFLOW_PORT'] },
  },
);

const BENTOML = define(
  'bentoml',
  {
    host: ['--host'],
    port: ['-p', '--port'],
    workers: ['--api-workers', '--workers'],
    timeout: ['--timeout'],
    tls: ['--ssl-certfile', '--ssl-keyfile'],
  },
  {
    app: true,
    positionals: 1,
    switches: ['--production', '--development', '--reload', '--debug', '-q', '--quiet', '--help'],
    environment: { host: ['BENTOML_HOST'], port: ['BENTOML_PORT'] },
  },
);

const TORCHSERVE = define(
  'torchserve',
  { configFile: ['--ts-config'] },
  {
    positionals: 0,
    switches: [
      '--start',
      '--stop',
      '--foreground',
      '--ncs',
      '--no-config-snapshots',
      '--disable-token-auth',
      '--enable-model-api',
      '-v',
      '--version',
    ],
    environment: { configFile: ['TS_CONFIG_FILE'] },
  },
);

const MULTI_MODEL_SERVER = define(
  'multi-model-server',
  { configFile: ['--mms-config'] },
  {
    positionals: 0,
    switches: ['--start', '--stop', '--foreground', '-v', '--version'],
    environment: { configFile: ['MMS_CONFIG_FILE'] },
  },
);

const TRITON = define(
  'tritonserver',
  { host: ['--http-address'], port: ['--http-port'], threads: ['--http-thread-count'] },
  { positionals: 0 },
);

const TENSORFLOW = define('tensorflow_model_server', {
  port: ['--rest_api_port'],
  socket: ['--grpc_socket_path'],
  milliseconds: ['--rest_api_timeout_in_ms'],
  configFile: ['--model_config_file'],
  threads: ['--rest_api_num_threads'],
});

const RAY = define(
  'ray',
  { host: ['-h', '--host', '--http-host'], port: ['-p', '--port', '--http-port'] },
  { app: true, switches: ['--blocking', '--non-blocking', '-r', '--reload', '--help'] },
);

const TEI = define(
  'text-embeddings-router',
  { host: ['--hostname'], port: ['-p', '--port'], socket: ['--uds-path'] },
  {
    positionals: 0,
    switches: ['--auto-truncate', '--json-output', '--disable-spans', '--help'],
    environment: { port: ['PORT'] },
  },
);

const TGI = define(
  'text-generation-launcher',
  { host: ['--hostname'], port: ['-p', '--port'] },
  {
    positionals: 0,
    switches: ['--trust-remote-code', '--json-output', '--disable-custom-kernels', '--env', '--ngrok', '--help'],
    environment: { port: ['PORT'] },
  },
);

const HOST_AND_PORT = { host: ['--host'], port: ['--port'] };

const VLLM_SWITCHES = [
  '--trust-remote-code',
  '--enforce-eager',
  '--enable-lora',
  '--disable-log-requests',
  '--disable-log-stats',
  '--enable-prefix-caching',
  '--enable-chunked-prefill',
  '--enable-auto-tool-choice',
  '--headless',
];
const VLLM = define(
  'vllm',
  { ...HOST_AND_PORT, socket: ['--uds'], tls: ['--ssl-keyfile', '--ssl-certfile'] },
  { switches: VLLM_SWITCHES },
);
const SGLANG = define('sglang', HOST_AND_PORT, {
  positionals: 0,
  switches: ['--trust-remote-code', '--enable-metrics'],
});

const STREAMLIT = define(
  'streamlit',
  { host: ['--server.address'], port: ['--server.port'], tls: ['--server.sslCertFile'] },
  { app: true, environment: { host: ['STREAMLIT_SERVER_ADDRESS'], port: ['STREAMLIT_SERVER_PORT'] } },
);

const JUPYTER = define(
  'jupyter',
  {
    host: ['--ip', '--ServerApp.ip', '--NotebookApp.ip'],
    port: ['--port', '--ServerApp.port', '--NotebookApp.port'],
    socket: ['--sock'],
    configFile: ['--config'],
    tls: ['--certfile', '--keyfile'],
  },
  { positionals: 0, switches: ['--no-browser', '--allow-root', '--debug', '-y', '--help'] },
);

const FASTAPI = define(
  'fastapi',
  { ...HOST_AND_PORT, workers: ['--workers'], app: ['--app'] },
  {
    positionals: 1,
    switches: ['--reload', '--no-reload', '--proxy-headers', '--help'],
    environment: { host: ['UVICORN_HOST'], port: ['PORT'] },
  },
);

const GRANIAN = define(
  'granian',
  {
    ...HOST_AND_PORT,
    socket: ['--uds'],
    workers: ['--workers'],
    threads: ['--threads', '--runtime-threads'],
    tls: ['--ssl-certificate'],
  },
  {
    app: true,
    positionals: 1,
    switches: ['--reload', '--ws', '--access-log', '--factory', '--help'],
    environment: { host: ['GRANIAN_HOST'], port: ['GRANIAN_PORT'] },
  },
);

const DAPHNE = define(
  'daphne',
  { host: ['-b', '--bind'], port: ['-p', '--port'], socket: ['-u', '--unix-socket'], timeout: ['--http-timeout'] },
  { app: true, positionals: 1, switches: ['--proxy-headers', '--no-server-name'] },
);

const UWSGI = define(
  'uwsgi',
  {
    bind: ['--http', '--http-socket'],
    socket: ['-s', '--socket'],
    workers: ['-p', '--processes', '--workers'],
    threads: ['--threads'],
    configFile: ['--ini', '--yaml', '--json'],
    app: ['-w', '--module'],
    tls: ['--https'],
  },
  { switches: ['--master', '--enable-threads', '--die-on-term', '--vacuum', '--need-app', '--lazy-apps', '-M'] },
);

const DJL = define('djl-serving', { configFile: ['-f', '--config-file'] });
const PYTHON_HTTP = define('http.server', { host: ['-b', '--bind'] }, { positionals: 1, switches: ['--cgi'] });

export const NGINX = define(
  'nginx',
  { configFile: ['-c'] },
  { positionals: 0, switches: ['-t', '-T', '-q', '-v', '-V', '-h', '-?'] },
);
export const OTHER = define('other', { host: ['--host', '--server.address'], port: ['--port', '--server.port'] });

/** Programs by name; those in `SUBCOMMANDS` are servers only with the words after the name. */
const BY_NAME: ReadonlyMap<string, ServerProgram> = new Map([
  ['gunicorn', GUNICORN],
  ['uvicorn', UVICORN],
  ['hypercorn', HYPERCORN],
  ['waitress-serve', WAITRESS],
  ['nginx', NGINX],
  ['torchserve', TORCHSERVE],
  ['tritonserver', TRITON],
  ['tensorflow_model_server', TENSORFLOW],
  ['tensorflow-model-server', TENSORFLOW],
  ['text-embeddings-router', TEI],
  ['text-generation-launcher', TGI],
  ['multi-model-server', MULTI_MODEL_SERVER],
  ['mxnet-model-server', MULTI_MODEL_SERVER],
  ['jupyter-lab', JUPYTER],
  ['jupyter-notebook', JUPYTER],
  ['jupyter-server', JUPYTER],
  ['granian', GRANIAN],
  ['daphne', DAPHNE],
  ['uwsgi', UWSGI],
  ['djl-serving', DJL],
]);

const SUBCOMMANDS: readonly (readonly [words: string, ServerProgram])[] = [
  ['flask run', FLASK],
  ['mlflow models serve', MLFLOW],
  ['mlflow server', MLFLOW],
  ['mlflow ui', MLFLOW],
  ['bentoml serve', BENTOML],
  ['bentoml serve-http', BENTOML],
  ['serve run', RAY],
  ['serve start', RAY],
  ['vllm serve', VLLM],
  ['streamlit run', STREAMLIT],
  ['jupyter lab', JUPYTER],
  ['jupyter notebook', JUPYTER],
  ['jupyter server', JUPYTER],
  ['fastapi run', FASTAPI],
  ['fastapi dev', FASTAPI],
];

/** `python -m NAME` where the module isn't called as the program. */
const BY_MODULE: ReadonlyMap<string, ServerProgram> = new Map([
  ['waitress', WAITRESS],
  ['http.server', PYTHON_HTTP],
  ['vllm.entrypoints.openai.api_server', VLLM],
  ['vllm.entrypoints.api_server', VLLM],
  ['vllm.entrypoints.sagemaker.api_server', VLLM],
  ['sglang.launch_server', SGLANG],
  ['jupyterlab', JUPYTER],
  ['notebook', JUPYTER],
  ['jupyter_server', JUPYTER],
]);

/** The program that a name and the words after it start, and how many of those words are subcommands. */
export function findServerProgram(
  name: string,
  words: readonly (string | undefined)[],
  asModule: boolean,
): { readonly program: ServerProgram; readonly subcommands: readonly number[] } | undefined {
  const program = BY_NAME.get(name) ?? (asModule ? BY_MODULE.get(name) : undefined);
  if (program) return { program, subcommands: [] };
  for (const [text, candidate] of SUBCOMMANDS) {
    const [first, ...rest] = text.split(' ');
    if (first !== name) continue;
    const subcommands = findSubcommands(words, rest);
    if (subcommands) return { program: candidate, subcommands };
  }
  return undefined;
}

/** Options of the program itself may stand before the subcommand (`flask --app x run`). */
function findSubcommands(
  words: readonly (string | undefined)[],
  subcommands: readonly string[],
): readonly number[] | undefined {
  const found: number[] = [];
  for (let i = 0; i < words.length && found.length < subcommands.length; i++) {
    const word = words[i];
    if (word === subcommands[found.length]) found.push(i);
    else if (word?.startsWith('-') !== true && words[i - 1]?.startsWith('-') !== true) return undefined;
  }
  return found.length === subcommands.length ? found : undefined;
}
