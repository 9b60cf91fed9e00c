import { define, HOST_AND_PORT } from './server-definition';

export const MLFLOW = define(
  'mlflow',
  { host: ['-h', '--host'], port: ['-p', '--port'], workers: ['-w', '--workers'], timeout: ['-t', '--timeout'] },
  {
    positionals: 0,
    switches: ['--enable-mlserver', '--install-mlflow', '--serve-artifacts', '--artifacts-only', '--dev', '--help'],
    environment: { host: ['MLFLOW_HOST'], port: ['MLFLOW_PORT'] },
  },
);

export const BENTOML = define(
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

export const TORCHSERVE = define(
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

export const MULTI_MODEL_SERVER = define(
  'multi-model-server',
  { configFile: ['--mms-config'] },
  {
    positionals: 0,
    switches: ['--start', '--stop', '--foreground', '-v', '--version'],
    environment: { configFile: ['MMS_CONFIG_FILE'] },
  },
);

export const TRITON = define(
  'tritonserver',
  { host: ['--http-address'], port: ['--http-port'], threads: ['--http-thread-count'] },
  { positionals: 0 },
);

export const TENSORFLOW = define('tensorflow_model_server', {
  port: ['--rest_api_port'],
  socket: ['--grpc_socket_path'],
  milliseconds: ['--rest_api_timeout_in_ms'],
  configFile: ['--model_config_file'],
  threads: ['--rest_api_num_threads'],
});

export const RAY = define(
  'ray',
  { host: ['-h', '--host', '--http-host'], port: ['-p', '--port', '--http-port'] },
  { app: true, switches: ['--blocking', '--non-blocking', '-r', '--reload', '--help'] },
);

export const TEI = define(
  'text-embeddings-router',
  { host: ['--hostname'], port: ['-p', '--port'], socket: ['--uds-path'] },
  {
    positionals: 0,
    switches: ['--auto-truncate', '--json-output', '--disable-spans', '--help'],
    environment: { port: ['PORT'] },
  },
);

export const TGI = define(
  'text-generation-launcher',
  { host: ['--hostname'], port: ['-p', '--port'] },
  {
    positionals: 0,
    switches: ['--trust-remote-code', '--json-output', '--disable-custom-kernels', '--env', '--ngrok', '--help'],
    environment: { port: ['PORT'] },
  },
);

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
export const VLLM = define(
  'vllm',
  { ...HOST_AND_PORT, socket: ['--uds'], tls: ['--ssl-keyfile', '--ssl-certfile'] },
  { switches: VLLM_SWITCHES },
);
export const SGLANG = define('sglang', HOST_AND_PORT, {
  positionals: 0,
  switches: ['--trust-remote-code', '--enable-metrics'],
});

export const DJL = define('djl-serving', { configFile: ['-f', '--config-file'] });
