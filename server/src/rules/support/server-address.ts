import type { Range } from 'vscode-languageserver-types';
import { GUNICORN_TIMEOUT_SECONDS, server as serverFacts } from '../../../../contract/servers';
import type { ImageFile } from '../../context/types';
import type { Setting } from '../../dockerfile/types';
import { known, unknown, type Known } from '../../known';
import { readGunicornConfig } from '../../readers/gunicorn-config';
import { readProperties } from '../../readers/properties';
import { readServerCommand } from '../../readers/server-command';
import type { Located, ServerStart } from '../../readers/types';
import type { FoundServer } from '../../start/types';
import { joinPath } from '../../start/walk';
import type { Subject } from '../../subject';

/** One setting of a server as it is in force. */
export type Told<T> =
  | {
      readonly state: 'given';
      readonly value: T;
      readonly range: Range;
      /** The file `range` is in; undefined: the Dockerfile. */
      readonly file: ImageFile | undefined;
      /** A variable of the environment may say something else. */
      readonly changeable: boolean;
    }
  /** The program's own default; not `sure` when a file that can't be seen may say something else. */
  | { readonly state: 'default'; readonly value: T; readonly sure: boolean }
  | { readonly state: 'unknown' };

export interface Settings {
  readonly host: Told<string>;
  readonly port: Told<number>;
  readonly otherPorts: readonly number[];
  /** The unix socket it binds to. */
  readonly socket: string | undefined;
  readonly timeout: Told<number>;
  readonly workers: Told<number>;
  readonly threads: Told<number>;
  /** Known undefined: none is given. */
  readonly workerClass: Known<string | undefined>;
  readonly tls: boolean;
}

/** Facts of one place: the command line, a configuration file, the environment. */
type Layer = Pick<
  ServerStart,
  | 'host'
  | 'port'
  | 'socket'
  | 'otherPorts'
  | 'portVariables'
  | 'dynamic'
  | 'unknowns'
  | 'timeout'
  | 'workers'
  | 'threads'
  | 'workerClass'
  | 'tls'
> & { readonly file: ImageFile | undefined };

const UNKNOWN = { state: 'unknown' } as const;
const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
/** Their defaults depend on more than their command line. */
const NO_DEFAULTS = new Set<string>([
  'sagemaker-inference',
  'tensorflow_model_server',
  'tritonserver',
  'nginx',
  'jupyter',
  'djl-serving',
  'other',
]);
/** Options with which the address comes from elsewhere. */
const ELSEWHERE = ['--fd', '-e', '--endpoint', '--config', '-c', '--config-file'];

/** Settings by command line, then configuration file, then environment, then the program's default. */
export function settingsOf(subject: Subject, found: FoundServer): Settings {
  const { server } = found;
  const config = configLayer(subject, found);
  const environment = environmentLayer(subject, found);
  const layers: Layer[] = [{ ...server, file: found.file }];
  if (config !== 'unknown' && config !== 'unsure' && config) layers.push(config);
  if (environment !== 'unknown' && environment) layers.push(environment);
  const open = config === 'unknown' || environment === 'unknown' || namesElsewhere(server);
  const sure = config !== 'unsure' && subject.config.envComplete;
  const facts = NO_DEFAULTS.has(server.program) ? undefined : serverFacts(server.program);
  const isGunicorn = server.program === 'gunicorn';
  const pick = <T>(
    setting: 'host' | 'port' | 'timeout' | 'workers' | 'threads',
    read: (layer: Layer) => Located<T> | undefined,
    fallback: T | undefined,
  ): Told<T> => {
    for (const layer of layers) {
      const value = read(layer);
      if (value)
        return { state: 'given', value: value.value, range: value.range, file: layer.file, changeable: layer.dynamic };
      if (layer.unknowns.includes(setting)) return UNKNOWN;
    }
    return fallback === undefined || open ? UNKNOWN : { state: 'default', value: fallback, sure };
  };
  const bound = layers.find((it) => it.port ?? it.socket ?? it.host);
  const port = portFromVariables(subject, bound, found) ?? pick('port', (it) => it.port, facts?.defaultPort);
  return {
    host: pick('host', (it) => it.host, facts?.defaultHost),
    port,
    otherPorts: (bound?.otherPorts ?? []).map((it) => it.value),
    socket: bound?.socket?.value,
    timeout: pick('timeout', (it) => it.timeout, isGunicorn ? GUNICORN_TIMEOUT_SECONDS.value : undefined),
    workers: pick('workers', (it) => it.workers, isGunicorn ? 1 : undefined),
    threads: pick('threads', (it) => it.threads, isGunicorn ? 1 : undefined),
    workerClass:
      open || layers.some((it) => it.unknowns.includes('workerClass'))
        ? unknown('it is set elsewhere')
        : known(layers.find((it) => it.workerClass !== undefined)?.workerClass),
    tls: layers.some((it) => it.tls),
  };
}

/** `--port $PORT` with `ENV PORT=8000`: the environment wins over a fallback such as `${PORT:-8080}`. */
function portFromVariables(subject: Subject, bound: Layer | undefined, found: FoundServer): Told<number> | undefined {
  const layer = bound ?? { ...found.server, file: found.file };
  if (layer.port !== undefined && !layer.dynamic) return undefined;
  const values = layer.portVariables.flatMap((name) => {
    const setting = subject.config.env.get(name);
    if (!setting) return [];
    if (!setting.value.known) return [undefined];
    return /^\d{1,5}$/.test(setting.value.value) ? [{ port: Number(setting.value.value), setting }] : [];
  });
  if (values.length === 0) return undefined;
  const [only] = values;
  if (values.length > 1 || !only) return UNKNOWN;
  if (only.setting.origin.from !== 'instruction')
    return {
      state: 'given',
      value: only.port,
      range: layer.port?.range ?? found.server.range,
      file: layer.file,
      changeable: true,
    };
  return { state: 'given', value: only.port, range: only.setting.origin.range, file: undefined, changeable: false };
}

function namesElsewhere(server: ServerStart): boolean {
  const readsConfig =
    server.program === 'gunicorn' || server.program === 'torchserve' || server.program === 'multi-model-server';
  return !readsConfig && ELSEWHERE.some((it) => server.options.has(it));
}

/** The configuration file in force. `unsure`: there may be one where the program looks by itself. */
function configLayer(subject: Subject, found: FoundServer): Layer | undefined | 'unknown' | 'unsure' {
  const { program, configFile, unknowns } = found.server;
  if (unknowns.includes('configFile')) return 'unknown';
  if (program === 'gunicorn')
    return readConfig(subject, configFile?.replace(/^file:/, ''), 'gunicorn.conf.py', gunicornLayer);
  if (program === 'torchserve' || program === 'multi-model-server') {
    const variable = subject.config.env.get(program === 'torchserve' ? 'TS_CONFIG_FILE' : 'MMS_CONFIG_FILE');
    if (variable && !variable.value.known) return 'unknown';
    const named = configFile ?? (variable?.value.known ? variable.value.value : undefined);
    return readConfig(subject, named, 'config.properties', propertiesLayer);
  }
  if (program === 'flask') return readConfig(subject, undefined, '.flaskenv', () => 'unknown');
  if (program === 'streamlit') return readConfig(subject, undefined, '.streamlit/config.toml', () => 'unknown');
  return configFile === undefined ? undefined : 'unknown';
}

function readConfig(
  subject: Subject,
  named: string | undefined,
  usual: string,
  read: (file: ImageFile, text: string) => Layer | 'unknown',
): Layer | undefined | 'unknown' | 'unsure' {
  const { workdir } = subject.config;
  const path = named ?? usual;
  if (path.startsWith('python:')) return 'unknown';
  if (!path.startsWith('/') && !workdir.value.known) return named === undefined ? 'unsure' : 'unknown';
  const lookup = subject.files.lookup(joinPath(workdir.value.known ? workdir.value.value : '/', path));
  if (lookup.state === 'absent') return named === undefined ? undefined : 'unknown';
  if (lookup.state === 'unknown') return named === undefined ? 'unsure' : 'unknown';
  return lookup.file.text === undefined ? 'unknown' : read(lookup.file, lookup.file.text);
}

function gunicornLayer(file: ImageFile, text: string): Layer {
  return { ...readGunicornConfig(text), file };
}

function propertiesLayer(file: ImageFile, text: string): Layer | 'unknown' {
  const facts = readProperties(text);
  if (facts.entries.get('enable_envvars_config')?.value === 'true') return 'unknown';
  const { host, port, portVariables, dynamic, responseTimeout, workersPerModel, tls } = facts;
  const settled = facts.inferenceAddress !== undefined;
  return {
    host,
    port,
    socket: undefined,
    otherPorts: [],
    portVariables,
    dynamic,
    unknowns: settled ? [...(host ? [] : (['host'] as const)), ...(port ? [] : (['port'] as const))] : [],
    timeout: responseTimeout,
    workers: workersPerModel,
    threads: undefined,
    workerClass: undefined,
    tls,
    file,
  };
}

/** Command lines that read the variables of their program. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  gunicorn: ['gunicorn', 'app'],
  uvicorn: ['uvicorn', 'app'],
  flask: ['flask', 'run'],
  streamlit: ['streamlit', 'run', 'app'],
  fastapi: ['fastapi', 'run'],
  granian: ['granian', 'app'],
  mlflow: ['mlflow', 'models', 'serve'],
  bentoml: ['bentoml', 'serve'],
  'text-embeddings-router': ['text-embeddings-router'],
  'text-generation-launcher': ['text-generation-launcher'],
};

/** What the variables of the image tell the program. A server called within Python need not read them: then they are in doubt. */
function environmentLayer(subject: Subject, found: FoundServer): Layer | undefined | 'unknown' {
  const argv = COMMANDS[found.server.program];
  if (!argv) return undefined;
  const used: Setting<string>[] = [];
  const layer = readServerCommand(
    argv,
    () => NOWHERE,
    (name) => {
      const setting = subject.config.env.get(name);
      if (!setting) return undefined;
      used.push(setting);
      return setting.value.known ? setting.value.value : '${}';
    },
  );
  if (!layer || used.length === 0) return undefined;
  const origin = used.map((it) => it.origin).find((it) => it.from === 'instruction');
  if (found.file?.path.endsWith('.py') === true || origin?.from !== 'instruction') return 'unknown';
  const { range } = origin;
  const at = <T>(it: Located<T> | undefined): Located<T> | undefined => it && { value: it.value, range };
  return {
    ...layer,
    dynamic: false,
    portVariables: [],
    host: at(layer.host),
    port: at(layer.port),
    timeout: at(layer.timeout),
    workers: at(layer.workers),
    threads: at(layer.threads),
    file: undefined,
  };
}
