import type { Range } from 'vscode-languageserver-types';
import { normalHost, parseBindAddress, parsePort } from './bind-address';
import { fillText, HOLE } from './template';
import type { Located, ServerSetting, ServerStart } from './types';

/** A value as written (variables in the notation of template.ts); undefined when it can't be known. */
export interface GivenText {
  readonly text: string | undefined;
  readonly range: Range;
}

/** What was found about a server, before variables are looked up. */
export interface ServerParts {
  readonly program: ServerStart['program'];
  readonly binds: readonly GivenText[];
  readonly hosts: readonly GivenText[];
  readonly ports: readonly GivenText[];
  readonly sockets: readonly GivenText[];
  readonly workers: GivenText | undefined;
  readonly threads: GivenText | undefined;
  readonly workerClass: GivenText | undefined;
  readonly timeout: GivenText | undefined;
  readonly configFile: GivenText | undefined;
  readonly app: GivenText | undefined;
  readonly tls: boolean;
  readonly options: ReadonlyMap<string, string | undefined>;
  /** Any further setting may be given in a way that can't be seen. */
  readonly open: boolean;
  readonly background: boolean | undefined;
  readonly rejectsExtraArgument: boolean;
  readonly range: Range;
}

/** Parts of a server of which nothing is known but the program. */
export function noParts(program: ServerStart['program'], range: Range): ServerParts {
  return {
    program,
    binds: [],
    hosts: [],
    ports: [],
    sockets: [],
    workers: undefined,
    threads: undefined,
    workerClass: undefined,
    timeout: undefined,
    configFile: undefined,
    app: undefined,
    tls: false,
    options: new Map(),
    open: false,
    background: false,
    rejectsExtraArgument: false,
    range,
  };
}

/** Looks variables up and turns parts into facts. */
export function buildServer(parts: ServerParts, env?: (name: string) => string | undefined): ServerStart {
  const unknowns = new Set<ServerSetting>();
  const binding = readBinding(parts, unknowns, env);
  const number = (setting: ServerSetting, it: GivenText | undefined): Located<number> | undefined => {
    if (!it) return undefined;
    const filled = it.text === undefined ? undefined : fillText(it.text, env);
    const text = filled?.text.trim() ?? '';
    if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return { value: Number(text), range: it.range };
    unknowns.add(setting);
    return undefined;
  };
  const text = (setting: ServerSetting, it: GivenText | undefined): string | undefined => {
    if (!it) return undefined;
    const filled = it.text === undefined ? undefined : fillText(it.text, env);
    if (filled?.whole) return filled.text;
    unknowns.add(setting);
    return undefined;
  };
  const facts = {
    workers: number('workers', parts.workers),
    threads: number('threads', parts.threads),
    timeout: number('timeout', parts.timeout),
    workerClass: text('workerClass', parts.workerClass),
    configFile: text('configFile', parts.configFile),
    app: text('app', parts.app),
  };
  const bound = binding.socket !== undefined || binding.host !== undefined || binding.port !== undefined;
  if (parts.open)
    addUngiven(unknowns, { ...facts, host: binding.host ?? binding.socket, port: binding.port ?? binding.socket });
  return {
    program: parts.program,
    ...binding,
    ...facts,
    dynamic: binding.dynamic || (parts.open && !bound),
    tls: parts.tls,
    range: parts.range,
    rejectsExtraArgument: parts.rejectsExtraArgument,
    unknowns: [...unknowns],
    background: parts.background,
    options: parts.options,
  };
}

type Binding = Pick<ServerStart, 'host' | 'port' | 'socket' | 'otherPorts' | 'portVariables' | 'dynamic'>;

function readBinding(
  parts: ServerParts,
  unknowns: Set<ServerSetting>,
  env?: (name: string) => string | undefined,
): Binding {
  const variables = new Set<string>();
  let dynamic = false;
  const resolve = (it: GivenText): string => {
    const filled = it.text === undefined ? { text: HOLE, variables: [], dynamic: true } : fillText(it.text, env);
    for (const name of filled.variables) variables.add(name);
    dynamic ||= filled.dynamic;
    return filled.text;
  };
  const hosts: Located<string>[] = [];
  const ports: Located<number>[] = [];
  const sockets: Located<string>[] = [];
  for (const it of parts.binds) {
    for (const one of resolve(it)
      .split(/[\s,]+/)
      .filter((piece) => piece !== '')) {
      const address = parseBindAddress(one);
      if (address.host !== undefined) hosts.push({ value: address.host, range: it.range });
      if (address.port !== undefined) ports.push({ value: address.port, range: it.range });
      if (address.socket !== undefined) sockets.push({ value: address.socket, range: it.range });
      if (address.hostUnknown) unknowns.add('host');
      if (address.portUnknown) unknowns.add('port');
    }
  }
  for (const it of parts.hosts) {
    const text = resolve(it);
    if (text.includes(HOLE)) unknowns.add('host');
    else hosts.push({ value: normalHost(text.trim()), range: it.range });
  }
  for (const it of parts.ports) {
    const port = parsePort(resolve(it));
    if (port === undefined) unknowns.add('port');
    else ports.push({ value: port, range: it.range });
  }
  for (const it of parts.sockets) {
    const text = resolve(it);
    if (!text.includes(HOLE)) sockets.push({ value: text, range: it.range });
  }
  return {
    host: hosts[0],
    port: ports[0],
    socket: sockets[0],
    otherPorts: ports.slice(1),
    portVariables: [...variables],
    dynamic,
  };
}

function addUngiven(unknowns: Set<ServerSetting>, given: Partial<Record<ServerSetting, unknown>>): void {
  const all: readonly ServerSetting[] = [
    'host',
    'port',
    'workers',
    'threads',
    'workerClass',
    'timeout',
    'configFile',
    'app',
    'tls',
  ];
  for (const setting of all) if (given[setting] === undefined) unknowns.add(setting);
}
