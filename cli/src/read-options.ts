import { parseArgs } from 'node:util';
import { nearest } from '../../contract/distance';
import { UsageError } from './usage';

/** All options of all commands: whether they take a value, and may be repeated. */
const OPTIONS = {
  accept: 'text',
  account: 'text',
  algorithm: 'text',
  async: 'flag',
  base: 'text',
  bidirectional: 'flag',
  'build-arg': 'list',
  builder: 'text',
  channel: 'list',
  checkpoints: 'flag',
  'content-type': 'text',
  context: 'text',
  'create-bucket': 'flag',
  cpus: 'text',
  'custom-attributes': 'text',
  data: 'text',
  download: 'flag',
  'dry-run': 'flag',
  env: 'list',
  // Not env-file: Node takes that for its own, wherever it stands.
  'env-from': 'text',
  file: 'text',
  fix: 'flag',
  follow: 'flag',
  for: 'list',
  format: 'text',
  framework: 'text',
  'framework-version': 'text',
  'from-job': 'text',
  'from-local-job': 'text',
  gpus: 'text',
  hyperparameter: 'list',
  image: 'text',
  'inference-id': 'text',
  images: 'flag',
  input: 'list',
  'instance-count': 'text',
  'instance-type': 'text',
  'keep-images': 'flag',
  limit: 'text',
  'max-severity': 'text',
  memory: 'text',
  model: 'text',
  mount: 'list',
  name: 'text',
  network: 'text',
  'no-cache': 'flag',
  output: 'list',
  packages: 'text',
  parts: 'flag',
  payload: 'list',
  platform: 'text',
  port: 'list',
  probe: 'flag',
  processor: 'text',
  profile: 'text',
  program: 'text',
  push: 'flag',
  quiet: 'flag',
  region: 'text',
  replace: 'flag',
  role: 'text',
  roles: 'text',
  rule: 'list',
  secret: 'list',
  server: 'text',
  'shm-size': 'text',
  slow: 'flag',
  source: 'text',
  split: 'text',
  'stdin-filename': 'text',
  stream: 'flag',
  tag: 'text',
  target: 'text',
  'target-container': 'text',
  'target-model': 'text',
  'target-variant': 'text',
  timeout: 'text',
  to: 'text',
  update: 'flag',
  user: 'text',
  what: 'text',
  yes: 'flag',
} as const;

export type OptionName = keyof typeof OPTIONS;

type NameOf<Kind> = { [Name in OptionName]: (typeof OPTIONS)[Name] extends Kind ? Name : never }[OptionName];

/** What stands behind a command. */
export interface Options {
  readonly positionals: readonly string[];
  /** Undefined: not given. */
  text(name: NameOf<'text'>): string | undefined;
  list(name: NameOf<'list'>): readonly string[];
  flag(name: NameOf<'flag'>): boolean;
  has(name: OptionName): boolean;
  /** `name=value` of each. */
  pairs(name: NameOf<'list'>): readonly (readonly [string, string])[];
}

/** Reads the options that a command knows; a UsageError says what is wrong with the call. */
export function readOptions(args: readonly string[], names: readonly OptionName[]): Options {
  const { values, positionals } = parse(args, names);
  const list = (name: OptionName): readonly string[] => values[name] ?? [];
  return {
    positionals,
    text: (name) => {
      const given = list(name);
      if (given.length > 1) throw new UsageError(`--${name} is given ${given.length} times; it takes one value.`);
      return given[0];
    },
    list,
    flag: (name) => list(name).length > 0,
    has: (name) => list(name).length > 0,
    pairs: (name) => list(name).map((text) => pair(name, text)),
  };
}

/** The one thing that a command is about. */
export function onlyPositional(options: Options, what: string): string {
  const [first, ...rest] = options.positionals;
  if (first === undefined || rest.length > 0) throw new UsageError(`Name ${what}.`);
  return first;
}

/** One of these, or a UsageError. */
export function oneOf<T extends string>(value: string, allowed: readonly T[], name: string): T {
  const found = allowed.find((it) => it === value);
  if (found === undefined) throw new UsageError(`${name} takes ${allowed.join(', ')}; not ${value}.`);
  return found;
}

function parse(args: readonly string[], names: readonly OptionName[]) {
  const known = names.map((name) => [
    name,
    { type: OPTIONS[name] === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true },
  ]);
  const options = Object.fromEntries(known) as Record<string, { type: 'boolean' | 'string'; multiple: true }>;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const read = Object.entries(values).map(([name, list]) => [name, (list ?? []).map(String)]);
    return { values: Object.fromEntries(read) as Partial<Record<OptionName, readonly string[]>>, positionals };
  } catch (error) {
    throw new UsageError(problemOf(error, names));
  }
}

/** In words of ours: Node's own speak of other programs, and do not know what may have been meant. */
function problemOf(error: unknown, names: readonly OptionName[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const lacking = /^Option '(?:-\w, )?(--[^ ']+) <value>' argument missing/.exec(message)?.[1];
  if (lacking !== undefined) return `${lacking} needs a value.`;
  const given = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (given === undefined) return message;
  const meant = nearest(given.replace(/^-+/, ''), names, 2);
  return `There is no option ${given} here.${meant === undefined ? '' : ` Did you mean --${meant}?`}`;
}

function pair(name: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--${name} takes name=value; not ${text}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}
