import type { Base } from '../../../contract/bases';
import { BASE_PATH, exactly, hole, type Lookup, type Partial, type Variable } from './substitute';

/** PATH that BuildKit gives an image that has none. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the caller of the build says. */
export interface BuildInputs {
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly platform: string | undefined;
}

/** The variables in force at an instruction: a chain of what ENV and ARG added, flattened now and then. */
export interface Scope {
  readonly env: ReadonlyMap<string, Partial>;
  readonly args: ReadonlyMap<string, Variable>;
  readonly parent: Scope | undefined;
  readonly depth: number;
  /** What a name stands for that nobody declared. */
  readonly undeclared: Lookup;
}

const FLATTEN_AT = 32;
const PROXIES = new Set(['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY']);
const PLATFORM = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;
const NO_ENV: Scope['env'] = new Map();
const NO_ARGS: Scope['args'] = new Map();
const UNSET: Variable = { set: false, value: exactly('') };

/** Variables of the text before the first FROM; FROM lines see them and the platform's. */
export function globalScope(inputs: BuildInputs): Scope {
  const undeclared: Lookup = (name) => platformVariable(name, inputs) ?? proxyVariable(name, inputs) ?? UNSET;
  return { env: new Map(), args: new Map(), parent: undefined, depth: 0, undeclared };
}

/** Variables at the start of a stage whose FROM names an image outside the file. */
export function baseScope(row: Base | undefined, image: string, inputs: BuildInputs): Scope {
  const env = new Map<string, Partial>();
  for (const [name, value] of baseEnvironment(row, image)) env.set(name, exactly(value));
  const complete = image === 'scratch' || row?.kind === 'scratch' || row?.kind === 'os';
  const undeclared: Lookup = (name) => {
    const proxy = proxyVariable(name, inputs);
    if (proxy !== undefined) return proxy;
    const why = `the base image ${image} may set ${name}`;
    if (name === 'PATH') return { set: true, value: { text: BASE_PATH, why } };
    return complete || !/^[\p{L}_]/u.test(name) ? UNSET : { set: undefined, value: hole(why) };
  };
  return { env, args: new Map(), parent: undefined, depth: 0, undeclared };
}

/** Variables the base image surely sets, PATH included when it is known. */
export function baseEnvironment(row: Base | undefined, image: string): ReadonlyMap<string, string> {
  const env = new Map(Object.entries(row?.env ?? {}));
  if (env.has('PATH')) return env;
  if (row !== undefined && row.path.length > 0) env.set('PATH', row.path.join(':'));
  else if (image === 'scratch' || row?.kind === 'scratch') env.set('PATH', DEFAULT_PATH);
  return env;
}

export function withEnv(scope: Scope, entries: readonly (readonly [string, Partial])[]): Scope {
  return extend(scope, new Map(entries), NO_ARGS);
}

export function withArg(scope: Scope, name: string, variable: Variable): Scope {
  return extend(scope, NO_ENV, new Map([[name, variable]]));
}

/** ENV wins over ARG, later over earlier. */
export function lookupIn(scope: Scope): Lookup {
  return (name) => {
    let arg: Variable | undefined;
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const value = at.env.get(name);
      if (value !== undefined) return { set: true, value };
      arg ??= at.args.get(name);
    }
    return arg ?? scope.undeclared(name);
  };
}

/** What `ARG name` or `ARG name=default` declares. */
export function declaredArg(
  name: string,
  fallback: (() => Partial) | undefined,
  scope: Scope,
  globals: Scope | undefined,
  inputs: BuildInputs,
): Variable {
  const given = givenArgument(name, inputs) ?? platformVariable(name, inputs);
  if (given !== undefined) return given;
  if (fallback !== undefined) return { set: true, value: fallback() };
  for (const from of [globals, scope]) {
    const earlier = from === undefined ? undefined : findArg(from, name);
    if (earlier !== undefined) return earlier;
  }
  return { set: undefined, value: hole(`the build argument ${name} has no default value`) };
}

function findArg(scope: Scope, name: string): Variable | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.args.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function givenArgument(name: string, inputs: BuildInputs): Variable | undefined {
  const value = Object.hasOwn(inputs.buildArguments, name) ? inputs.buildArguments[name] : undefined;
  return value === undefined ? undefined : { set: true, value: exactly(value) };
}

/** BuildKit sets these itself; ours is only what the target platform says. */
function platformVariable(name: string, inputs: BuildInputs): Variable | undefined {
  if (!PLATFORM.test(name)) return undefined;
  const given = givenArgument(name, inputs);
  if (given !== undefined) return given;
  const [os, arch, variant] = (inputs.platform ?? '').split('/');
  if (name.startsWith('BUILD') || os === undefined || arch === undefined) {
    return { set: true, value: hole(`${name} depends on the machine and platform the image is built for`) };
  }
  const values: Record<string, string> = {
    TARGETPLATFORM: inputs.platform ?? '',
    TARGETOS: os,
    TARGETARCH: arch,
    TARGETVARIANT: variant ?? '',
  };
  return { set: true, value: exactly(values[name] ?? '') };
}

/** The proxy arguments may be used without ARG; who builds may pass them on the quiet. */
function proxyVariable(name: string, inputs: BuildInputs): Variable | undefined {
  if (!PROXIES.has(name.toUpperCase())) return undefined;
  return givenArgument(name, inputs) ?? { set: undefined, value: hole(`${name} comes from the machine that builds`) };
}

function extend(scope: Scope, env: Scope['env'], args: Scope['args']): Scope {
  if (scope.depth < FLATTEN_AT)
    return { env, args, parent: scope, depth: scope.depth + 1, undeclared: scope.undeclared };
  const chain: Scope[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) chain.push(at);
  const allEnv = new Map<string, Partial>();
  const allArgs = new Map<string, Variable>();
  for (const link of [...chain.reverse(), { env, args }]) {
    for (const [name, value] of link.env) allEnv.set(name, value);
    for (const [name, value] of link.args) allArgs.set(name, value);
  }
  return { env: allEnv, args: allArgs, parent: undefined, depth: 0, undeclared: scope.undeclared };
}
