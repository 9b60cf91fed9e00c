import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isRecord } from '../requests/json-value';
import { readLocatedJson } from '../requests/located-json';

const PROJECT_FILE = join('.sagemaker', 'containers.json');

/** Folders above the Dockerfile that are looked at, as the linter does. */
const MOST_FOLDERS = 12;

/** How a workspace says that a Dockerfile is built. Paths are absolute. */
export interface ContainerSettings {
  readonly context: string | undefined;
  readonly target: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly platform: string | undefined;
  /** Name to build and push it as. */
  readonly image: string | undefined;
}

const NOTHING_SAID: ContainerSettings = {
  context: undefined,
  target: undefined,
  buildArguments: {},
  platform: undefined,
  image: undefined,
};

/**
 * What `.sagemaker/containers.json` says of a Dockerfile (absolute path): the file in its folder or the nearest one above.
 * Schema: schemas/containers.schema.json. What can't be understood is left out; the linter names it.
 */
export function containerSettings(dockerfile: string): ContainerSettings {
  let folder = dirname(dockerfile);
  for (let count = 0; count < MOST_FOLDERS; count++) {
    const text = readIfThere(join(folder, PROJECT_FILE));
    if (text !== undefined) return settingsIn(text, folder, dockerfile);
    if (folder === dirname(folder)) break;
    folder = dirname(folder);
  }
  return NOTHING_SAID;
}

/** The part of the file's text that is about one Dockerfile. `folder`: the one that holds `.sagemaker`. */
export function settingsIn(text: string, folder: string, dockerfile: string): ContainerSettings {
  const { value } = readLocatedJson(text, true);
  const containers = isRecord(value) && isRecord(value['containers']) ? value['containers'] : {};
  const found = Object.entries(containers).find(([path]) => resolve(folder, path) === dockerfile)?.[1];
  if (!isRecord(found)) return NOTHING_SAID;
  const word = (name: string): string | undefined => {
    const said = found[name];
    return typeof said === 'string' && said !== '' ? said : undefined;
  };
  const context = word('context');
  return {
    context: context === undefined ? undefined : resolve(folder, context),
    target: word('target'),
    buildArguments: argumentsIn(found['buildArguments']),
    platform: word('platform'),
    image: word('image'),
  };
}

function argumentsIn(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  const plain = Object.entries(value).filter(([, it]) => ['string', 'number', 'boolean'].includes(typeof it));
  return Object.fromEntries(plain.map(([name, it]) => [name, String(it)]));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
