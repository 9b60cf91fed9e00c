import { INPUT_CONFIG_DIR, INPUT_DATA_DIR, INPUT_DIR, MODEL_DIR, OPT_ML } from '../../../contract/opt-ml';
import { TRAINING_CONFIG_FILES } from '../../../contract/config-files';
import { isSecret } from '../plan/secrets';
import { SET_ANYWAY } from './set-anyway';
import { joined, standsAlone } from './files';
import type { ProjectFiles } from './files';
import { readYaml, YamlError } from './yaml';
import type { Yaml } from './yaml';
import { hyperparametersIn } from './requests-for';

/** A service of a compose file that does a part of SageMaker. */
export interface ComposeService {
  readonly name: string;
  readonly word: 'train' | 'serve';
  readonly image: string | undefined;
  readonly build:
    | { readonly dockerfile: string; readonly context: string; readonly arguments: Readonly<Record<string, string>> }
    | undefined;
  /** Channel → folder, from the imported one or absolute. */
  readonly channels: Readonly<Record<string, string>>;
  readonly model: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly remarks: readonly string[];
}

export interface ReadCompose {
  readonly services: readonly ComposeService[];
  /** Why the file could not be read. */
  readonly problem: string | undefined;
}

/** The services of a compose file that run `train` or `serve`, or mount SageMaker's tree. `folder`: the file's own. */
export function readCompose(files: ProjectFiles, path: string, folder: string): ReadCompose {
  try {
    const services = at(readYaml(files.text(path) ?? ''), 'services');
    if (!isMapping(services)) return { services: [], problem: undefined };
    const found = Object.entries(services).flatMap(([name, service]) => serviceOf(files, folder, name, service) ?? []);
    return { services: found, problem: undefined };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return { services: [], problem: `${path} can’t be read, line ${error.line}: ${error.message}` };
  }
}

function serviceOf(files: ProjectFiles, folder: string, name: string, service: Yaml): ComposeService | undefined {
  const mounts = items(at(service, 'volumes')).flatMap((volume) => mountOf(volume, folder) ?? []);
  const volumes = mounts.filter(isFound);
  const word = wordOf(at(service, 'command'), at(service, 'entrypoint'), mounts);
  if (word === undefined) return undefined;
  const { kept, left, wrong } = environmentOf(at(service, 'environment'));
  const read = hyperparametersIn(files.text(configIn(volumes)));
  const build = at(service, 'build');
  return {
    name,
    word,
    image: textOf(at(service, 'image')),
    build: build === null ? undefined : buildOf(build, folder),
    channels: channelsOf(files, volumes),
    model: volumes.find(({ target }) => target === MODEL_DIR)?.source,
    environment: kept,
    hyperparameters: read ?? {},
    remarks: [
      ...(left.length === 0 ? [] : [`${left.join(', ')} of ${name} are left out: credentials belong to no file.`]),
      ...wrong.map((one) => `${one} of ${name} is no name of a variable: it is left out.`),
      ...(at(service, 'env_file') === null ? [] : [`The env_file of ${name} can stand in its overlay as envFile.`]),
      ...unused(mounts, name),
    ],
  };
}

interface Mount {
  readonly source: string;
  readonly target: string;
}

/** `./data:/container/data:ro`, or the long form. Named volumes hold nothing that could be imported. */
function mountOf(volume: Yaml, folder: string): Mount | undefined {
  const [source, target] = isMapping(volume)
    ? [textOf(at(volume, 'source')), textOf(at(volume, 'target'))]
    : (/^((?:[A-Za-z]:[\\/])?[^:]*):([^:]+)(?::[a-z,]+)?$/.exec(textOf(volume) ?? '') ?? []).slice(1);
  if (source === undefined || target === undefined || !/^(?:[.~/$]|[A-Za-z]:)/.test(source)) return undefined;
  return { source: standsAlone(source) ? source : joined(folder, source), target: target.replace(/(.)\/+$/, '$1') };
}

/** What the shell would put in the place of `~` or a variable is not known. */
function isFound({ source }: Mount): boolean {
  return !/^[~$]/.test(source);
}

function wordOf(command: Yaml, entrypoint: Yaml, volumes: readonly Mount[]): 'train' | 'serve' | undefined {
  const words = [...items(command), ...items(entrypoint)].flatMap((one) => (textOf(one) ?? '').split(/\s+/));
  if (words.includes('serve')) return 'serve';
  if (words.includes('train')) return 'train';
  const targets = volumes.map(({ target }) => target);
  if (targets.some((target) => target === INPUT_DIR || target.startsWith(`${INPUT_DIR}/`))) return 'train';
  return targets.includes(MODEL_DIR) || targets.includes(OPT_ML) ? 'serve' : undefined;
}

/** Each folder at a channel's own place; else the folders in what is mounted over all of them. */
function channelsOf(files: ProjectFiles, volumes: readonly Mount[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { source, target } of volumes) {
    const inside = [
      [OPT_ML, 'input/data'],
      [INPUT_DIR, 'data'],
      [INPUT_DATA_DIR, ''],
    ].find(([path]) => path === target)?.[1];
    const data = inside === undefined ? undefined : joined(source, inside);
    for (const name of data === undefined ? [] : files.list(data)) {
      if (!name.startsWith('.') && files.isFolder(joined(data ?? '', name))) found[name] = joined(data ?? '', name);
    }
  }
  for (const { source, target } of volumes) {
    const name = target.startsWith(`${INPUT_DATA_DIR}/`) ? target.slice(INPUT_DATA_DIR.length + 1) : '';
    if (/^[A-Za-z0-9.\-_]+$/.test(name)) found[name] = source;
  }
  return found;
}

function configIn(volumes: readonly Mount[]): string {
  const [file] = TRAINING_CONFIG_FILES;
  for (const [path, inside] of [
    [INPUT_CONFIG_DIR, ''],
    [INPUT_DIR, 'config'],
    [OPT_ML, 'input/config'],
  ] as const) {
    const mount = volumes.find(({ target }) => target === path);
    if (mount !== undefined) return joined(mount.source, inside, file);
  }
  return '';
}

function unused(volumes: readonly Mount[], name: string): readonly string[] {
  return volumes.flatMap((volume) => {
    const { source, target } = volume;
    if (target !== OPT_ML && !target.startsWith(`${OPT_ML}/`)) {
      return `${source} of ${name}, at ${target}, is nothing of SageMaker: it is left out.`;
    }
    return isFound(volume)
      ? []
      : `${source} of ${name}, at ${target}, can’t be found from here: it is left out. Name the folder itself in the overlay.`;
  });
}

const VARIABLE = /^[A-Za-z_]\w*$/;

function environmentOf(value: Yaml): {
  readonly kept: Readonly<Record<string, string>>;
  readonly left: readonly string[];
  /** No names of variables. */
  readonly wrong: readonly string[];
} {
  const pairs = isMapping(value)
    ? Object.entries(value).map(([name, one]): readonly [string, string] => [name, textOf(one) ?? ''])
    : items(value).map((one): readonly [string, string] => {
        const [name = '', ...rest] = (textOf(one) ?? '').split('=');
        return [name, rest.join('=')];
      });
  const secret = ([name, text]: readonly [string, string]): boolean => isSecret(name, text) || text.includes('${');
  const named = pairs.filter(([name]) => VARIABLE.test(name));
  return {
    kept: Object.fromEntries(named.filter((pair) => !secret(pair) && !SET_ANYWAY.has(pair[0]))),
    left: named.filter(secret).map(([name]) => name),
    wrong: pairs.flatMap(([name]) => (name === '' || VARIABLE.test(name) ? [] : name)),
  };
}

function buildOf(build: Yaml, folder: string): ComposeService['build'] {
  const context = joined(folder, textOf(isMapping(build) ? at(build, 'context') : build) ?? '.');
  const { kept } = environmentOf(at(build, 'args'));
  return { dockerfile: joined(context, textOf(at(build, 'dockerfile')) ?? 'Dockerfile'), context, arguments: kept };
}

function isMapping(value: Yaml): value is { readonly [name: string]: Yaml } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: Yaml, name: string): Yaml {
  return isMapping(value) ? (value[name] ?? null) : null;
}

function items(value: Yaml): readonly Yaml[] {
  return Array.isArray(value) ? (value as readonly Yaml[]) : value === null || isMapping(value) ? [] : [value];
}

function textOf(value: Yaml): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
