import { define, HOST_AND_PORT } from './server-definition';

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

export const UVICORN = define(
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

export const HYPERCORN = define(
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

export const WAITRESS = define(
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

export const FLASK = define(
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

export const STREAMLIT = define(
  'streamlit',
  { host: ['--server.address'], port: ['--server.port'], tls: ['--server.sslCertFile'] },
  { app: true, environment: { host: ['STREAMLIT_SERVER_ADDRESS'], port: ['STREAMLIT_SERVER_PORT'] } },
);

export const JUPYTER = define(
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

export const FASTAPI = define(
  'fastapi',
  { ...HOST_AND_PORT, workers: ['--workers'], app: ['--app'] },
  {
    positionals: 1,
    switches: ['--reload', '--no-reload', '--proxy-headers', '--help'],
    environment: { host: ['UVICORN_HOST'], port: ['PORT'] },
  },
);

export const GRANIAN = define(
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

export const DAPHNE = define(
  'daphne',
  { host: ['-b', '--bind'], port: ['-p', '--port'], socket: ['-u', '--unix-socket'], timeout: ['--http-timeout'] },
  { app: true, positionals: 1, switches: ['--proxy-headers', '--no-server-name'] },
);

export const UWSGI = define(
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

export const PYTHON_HTTP = define('http.server', { host: ['-b', '--bind'] }, { positionals: 1, switches: ['--cgi'] });

export const NGINX = define(
  'nginx',
  { configFile: ['-c'] },
  { positionals: 0, switches: ['-t', '-T', '-q', '-v', '-V', '-h', '-?'] },
);
export const OTHER = define('other', { host: ['--host', '--server.address'], port: ['--port', '--server.port'] });
