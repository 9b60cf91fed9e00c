import type { Range } from 'vscode-languageserver-types';

/** Facts about one file of the build context or image, each with its range in that file. Pure functions of the text. */
export interface Located<T> {
  readonly value: T;
  readonly range: Range;
}

export interface NginxFacts {
  /** `listen` directives of http servers: port, address when given, the raw value (may hold a template such as `%BIND%` or `${PORT}`; `port` is then undefined). */
  readonly listens: readonly Located<{ readonly port: number | undefined; readonly address: string | undefined; readonly raw: string; readonly ssl: boolean }>[];
  readonly locations: readonly Located<{ readonly modifier: string; readonly pattern: string; readonly proxyPass: string | undefined; readonly returns: string | undefined }>[];
  readonly upstreams: readonly Located<{ readonly name: string; readonly servers: readonly string[] }>[];
  readonly proxyPasses: readonly Located<string>[];
  /** Bytes; 0 means no limit; undefined when not set (nginx's default is 1 MiB). */
  readonly clientMaxBodySize: Located<number> | undefined;
  /** Seconds. */
  readonly proxyReadTimeout: Located<number> | undefined;
  readonly proxyBuffering: Located<boolean> | undefined;
  readonly daemon: Located<boolean> | undefined;
  readonly accessLog: Located<string> | undefined;
  readonly errorLog: Located<string> | undefined;
  /** False when braces don't balance or it includes what can't be seen: then absence proves nothing. */
  readonly complete: boolean;
}

/** A web server started by a command line, whatever program it is. */
export interface ServerStart {
  readonly program: 'gunicorn' | 'uvicorn' | 'hypercorn' | 'waitress' | 'flask' | 'nginx' | 'torchserve' | 'tritonserver' | 'mlflow' | 'bentoml' | 'tensorflow_model_server' | 'ray' | 'text-embeddings-router' | 'vllm' | 'multi-model-server' | 'streamlit' | 'jupyter' | 'plumber' | 'other';
  /** Where it binds; each undefined when the program's own default applies; `dynamic` when taken from a variable or computed. */
  readonly host: Located<string> | undefined;
  readonly port: Located<number> | undefined;
  /** Names of environment variables the bind address or port is taken from. */
  readonly portVariables: readonly string[];
  readonly dynamic: boolean;
  /** unix socket path when it binds to one. */
  readonly socket: Located<string> | undefined;
  /** `module:app` for Python servers. */
  readonly app: string | undefined;
  readonly workers: Located<number> | undefined;
  readonly threads: Located<number> | undefined;
  readonly workerClass: string | undefined;
  /** Seconds. */
  readonly timeout: Located<number> | undefined;
  /** A config file it names (`-c gunicorn.conf.py`, `--ts-config`). */
  readonly configFile: string | undefined;
  readonly tls: boolean;
  readonly range: Range;
  /** Reads the extra word (`serve`) as an argument it rejects. */
  readonly rejectsExtraArgument: boolean;
}

export interface PythonFacts {
  readonly imports: readonly Located<string>[];
  /** Paths of Flask/FastAPI/Starlette/aiohttp/… routes with their methods; a dynamic path is undefined. */
  readonly routes: readonly Located<{ readonly path: string | undefined; readonly methods: readonly string[] }>[];
  /** True when routes may be registered in ways this reader can't see (blueprints, add_api_route with a variable, include_router, http.server handlers …). */
  readonly routesIncomplete: boolean;
  /** `app.run(…)`, `uvicorn.run(…)`, `waitress.serve(…)`, `HTTPServer((host, port), …)`, `web.run_app`, and subprocess calls that start gunicorn/uvicorn/nginx. */
  readonly servers: readonly ServerStart[];
  /** Every string literal with its value (f-strings: the literal parts, `dynamic: true`). Docstrings excluded. */
  readonly strings: readonly Located<{ readonly text: string; readonly dynamic: boolean }>[];
  /** `os.environ['X']` → required true; `.get('X')`, getenv → false. */
  readonly environmentReads: readonly Located<{ readonly name: string; readonly required: boolean }>[];
  readonly usesArgv: boolean;
  /** argparse without parse_known_args and without positionals: an extra word ends the program with exit code 2. */
  readonly rejectsExtraArgument: boolean;
  readonly handlesSigterm: boolean;
  /** `open(p, 'w')`, `.save(p)`, `joblib.dump(x, p)`, `mkdir` … with a literal path. */
  readonly writes: readonly Located<string>[];
  /** `open(p)`, `read_csv(p)` … with a literal path. */
  readonly reads: readonly Located<string>[];
  readonly hasMain: boolean;
}

export interface ShellScriptFacts {
  readonly shebang: string | undefined;
  /** Last command replaces the shell (`exec …`), passes `"$@"` on, dispatches on `$1`. */
  readonly endsWithExec: boolean;
  readonly passesArguments: boolean;
  readonly dispatchesOn: readonly string[];
  readonly readsArguments: boolean;
  readonly servers: readonly ServerStart[];
  /** Other programs it starts, with literal arguments: `python /opt/program/app.py`. */
  readonly starts: readonly Located<readonly string[]>[];
  readonly errexit: boolean;
  /** `cmd || true`, `| tee` without pipefail on the last important command. */
  readonly swallowsExitCode: Located<string> | undefined;
  readonly trapsTerm: boolean;
}
