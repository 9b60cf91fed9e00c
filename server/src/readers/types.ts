import type { Range } from 'vscode-languageserver-types';

/** Facts about one file of the build context or image, each with its range in that file. Pure functions of the text. */
export interface Located<T> {
  readonly value: T;
  readonly range: Range;
}

export interface NginxFacts {
  /** `listen` directives of http servers: port, address when given, the raw value (may hold a template such as `%BIND%` or `${PORT}`; `port` is then undefined). */
  readonly listens: readonly Located<{
    readonly port: number | undefined;
    readonly address: string | undefined;
    readonly raw: string;
    readonly ssl: boolean;
  }>[];
  readonly locations: readonly Located<{
    readonly modifier: string;
    readonly pattern: string;
    readonly proxyPass: string | undefined;
    readonly returns: string | undefined;
    /** What else answers there: `js_content`, `uwsgi_pass`, `fastcgi_pass`, `alias`, `root`, `content_by_lua_block` …; undefined when nothing does. */ readonly handler:
      string | undefined;
  }>[];
  readonly upstreams: readonly Located<{ readonly name: string; readonly servers: readonly string[] }>[];
  readonly proxyPasses: readonly Located<string>[];
  /** Bytes; 0 means no limit; undefined when not set (nginx's default is 1 MiB). Set more than once: the most generous one, here and for the timeout. */
  readonly clientMaxBodySize: Located<number> | undefined;
  /** Seconds. */
  readonly proxyReadTimeout: Located<number> | undefined;
  readonly proxyBuffering: Located<boolean> | undefined;
  readonly daemon: Located<boolean> | undefined;
  readonly accessLog: Located<string> | undefined;
  readonly errorLog: Located<string> | undefined;
  readonly proxyHttpVersion: Located<string> | undefined;
  readonly includes: readonly Located<string>[];
  /** Http `server` blocks without any `listen`: nginx then takes port 80 (8000 when not root). */
  readonly serversWithoutListen: readonly Range[];
  /** False when braces don't balance or it includes what can't be seen, or a size or time is a template: then absence proves nothing. */
  readonly complete: boolean;
}

/** A web server started by a command line, whatever program it is. */
export interface ServerStart {
  readonly program:
    | 'gunicorn'
    | 'uvicorn'
    | 'hypercorn'
    | 'waitress'
    | 'flask'
    | 'nginx'
    | 'torchserve'
    | 'tritonserver'
    | 'mlflow'
    | 'bentoml'
    | 'tensorflow_model_server'
    | 'ray'
    | 'text-embeddings-router'
    | 'vllm'
    | 'multi-model-server'
    | 'streamlit'
    | 'jupyter'
    | 'plumber'
    | 'node'
    | 'fastify'
    | 'fastapi'
    | 'granian'
    | 'daphne'
    | 'uwsgi'
    | 'text-generation-launcher'
    | 'sglang'
    | 'djl-serving'
    | 'http.server'
    | 'aiohttp'
    | 'tornado'
    | 'gevent'
    | 'werkzeug'
    | 'wsgiref'
    | 'cheroot'
    | 'sanic'
    | 'bottle'
    | 'quart'
    | 'dash'
    | 'gradio'
    | 'litserve'
    | 'sagemaker-inference'
    | 'other';
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
  /** Ports of further TCP binds (`-b :8080 -b :9090`). */
  readonly otherPorts: readonly Located<number>[];
  /** Settings that are given, or may be given, with a value that can't be known: their absence is then not the program's default. */
  readonly unknowns: readonly ServerSetting[];
  /** True when the program puts itself into the background and returns (`torchserve --start` without `--foreground`, `gunicorn --daemon`); undefined when its configuration decides (nginx without `-g 'daemon …'`). */
  readonly background: boolean | undefined;
  /** Every option as written (`--allow-sagemaker`), the empty string for one without a value, undefined for a value that can't be known. Keyword arguments for servers started from Python. */
  readonly options: ReadonlyMap<string, string | undefined>;
}

export type ServerSetting =
  'host' | 'port' | 'workers' | 'threads' | 'workerClass' | 'timeout' | 'configFile' | 'app' | 'tls';

export interface PythonFacts {
  readonly imports: readonly Located<string>[];
  /** Paths of Flask/FastAPI/Starlette/aiohttp/… routes with their methods; a dynamic path is undefined, no methods means they are not known. */
  readonly routes: readonly Located<{ readonly path: string | undefined; readonly methods: readonly string[] }>[];
  /** True when routes may be registered in ways this reader can't see (blueprints, add_api_route with a variable, include_router, http.server handlers …). */
  readonly routesIncomplete: boolean;
  /** Routers and blueprints of other modules that it includes, by their full names: `routers.predict.router`, `.health.bp`; the prefix without a slash at its end. */
  readonly includedRouters: readonly { readonly name: string; readonly prefix: string }[];
  /** `app.run(…)`, `uvicorn.run(…)`, `waitress.serve(…)`, `HTTPServer((host, port), …)`, `web.run_app`, and subprocess calls that start gunicorn/uvicorn/nginx. */
  readonly servers: readonly ServerStart[];
  /** Every string literal with its value (f-strings: the literal parts, `dynamic: true`). Docstrings excluded. */
  readonly strings: readonly Located<{ readonly text: string; readonly dynamic: boolean }>[];
  /** `os.environ['X']` → required true; `.get('X')`, getenv → false. */
  readonly environmentReads: readonly Located<{ readonly name: string; readonly required: boolean }>[];
  /** Declares options of its command line (argparse, click). */
  readonly usesOptions: boolean;
  /** Looks at its arguments: `sys.argv`, an argparse positional, click, typer, fire, docopt. */
  readonly usesArgv: boolean;
  /** Words it compares an argument with, or knows as choices or subcommands: `train`, `serve`. */
  readonly dispatchesOn: readonly string[];
  /** argparse without parse_known_args and without positionals: an extra word ends the program with exit code 2. Also click and typer commands without arguments, and hydra. Only when sure. */
  readonly rejectsExtraArgument: boolean;
  /** The words its first positional argument (argparse `choices`, subcommands) may be, when it surely parses its arguments: any other ends the program. */
  readonly positionalChoices: readonly string[] | undefined;
  /** What argparse insists on: the flags of required options, and how many words besides. Only when sure. */
  readonly requires: { readonly words: number; readonly options: readonly (readonly string[])[] } | undefined;
  /** The call or decorator that rejects it. */
  readonly rejectedBy: Located<'argparse' | 'click' | 'typer' | 'hydra'> | undefined;
  readonly handlesSigterm: boolean;
  /** `open(p, 'w')`, `.save(p)`, `joblib.dump(x, p)`, `mkdir` … with a literal path. */
  readonly writes: readonly Located<string>[];
  /** What it writes unless it is told otherwise: the path is a default, or stands in a variable of the training toolkit. */
  readonly likelyWrites: readonly Located<string>[];
  /** True when it writes to a path of which not even a default is known. */
  readonly writesAnywhere: boolean;
  /** True when it also writes to a path that can't be known: absence of a path in `writes` then proves nothing. */
  readonly writesIncomplete: boolean;
  /** `open(p)`, `read_csv(p)` … with a literal path. */
  readonly reads: readonly Located<string>[];
  /** Hyperparameters that are used as numbers just as their file has them, as text; `surely`: Python itself refuses. */
  readonly uncast: readonly Located<{ readonly name: string; readonly surely: boolean }>[];
  readonly hasMain: boolean;
}

/** A gunicorn configuration file (`gunicorn.conf.py`). Same meanings as in `ServerStart`. */
export interface GunicornConfigFacts {
  readonly host: Located<string> | undefined;
  readonly port: Located<number> | undefined;
  readonly portVariables: readonly string[];
  readonly dynamic: boolean;
  readonly socket: Located<string> | undefined;
  readonly otherPorts: readonly Located<number>[];
  readonly app: string | undefined;
  readonly workers: Located<number> | undefined;
  readonly threads: Located<number> | undefined;
  readonly workerClass: string | undefined;
  readonly timeout: Located<number> | undefined;
  readonly tls: boolean;
  readonly unknowns: readonly ServerSetting[];
}

/** A Java-style `config.properties` of TorchServe or Multi Model Server. */
export interface PropertiesFacts {
  readonly entries: ReadonlyMap<string, Located<string>>;
  readonly inferenceAddress: Located<string> | undefined;
  readonly host: Located<string> | undefined;
  readonly port: Located<number> | undefined;
  readonly portVariables: readonly string[];
  readonly dynamic: boolean;
  readonly managementPort: Located<number> | undefined;
  /** Bytes. */
  readonly maxRequestSize: Located<number> | undefined;
  readonly maxResponseSize: Located<number> | undefined;
  /** Seconds. */
  readonly responseTimeout: Located<number> | undefined;
  readonly workersPerModel: Located<number> | undefined;
  readonly tls: boolean;
}

/** First line of a script that names its interpreter. */
export interface Shebang {
  /** Without the line end. */
  readonly line: string;
  /** Absolute path, or the name after `/usr/bin/env`. */
  readonly interpreter: string;
  readonly args: readonly string[];
  /** The line ends with CR LF: the kernel then looks for an interpreter whose name ends with a carriage return. */
  readonly crlf: boolean;
  /** A byte order mark stands before `#!`: the kernel then doesn't see it. */
  readonly bom: boolean;
  readonly range: Range;
}

export interface ShellScriptFacts {
  readonly shebang: string | undefined;
  /** The last command, or the last program it starts, replaces the shell (`exec …`); it passes `"$@"` on; words it compares `$1` with. */
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
  /** Starts and servers that surely run and are given one of the script's arguments, and where it stands among their words. Only when the arguments are known. */
  readonly argumentAt: ReadonlyMap<Located<readonly string[]> | ServerStart, number>;
  /** Those that surely run, in no branch or loop that may be passed by. */
  readonly surely: ReadonlySet<Located<readonly string[]> | ServerStart>;
  /** True when a command may run anything: `source`, `eval`, a program named by a variable. Only looked at when the arguments are known. */
  readonly opaque: boolean;
}
