import { APP_PROGRAMS, SERVER_CALLS } from './python-server-calls';
import type { ServerCall } from './python-server-calls';
import { readSubprocesses } from './python-subprocess';
import type { PythonCall, PythonContext } from './python-context';
import { fullName } from './python-imports';
import type { PythonNode } from './python-nodes';
import { dottedName, keyword, lastName, positional } from './python-nodes';
import { buildServer, noParts } from './server-start';
import type { GivenText, ServerParts } from './server-start';
import { printTemplate } from './template';
import type { ServerStart } from './types';

/** Web servers that a Python file starts, in its own process or as another program. */
export function readServers(context: PythonContext): readonly ServerStart[] {
  const found = context.calls.flatMap((call) => {
    const server = readServerCall(call, context);
    return server ? [server] : [];
  });
  return [...found, ...readHypercornConfigs(context), ...readGunicornOptions(context), ...readSubprocesses(context)];
}

/** An expression as the text the server builder takes. */
export function given(node: PythonNode | undefined, scope: number, context: PythonContext): GivenText | undefined {
  if (!node || (node.kind === 'name' && node.name === 'None')) return undefined;
  return { text: printTemplate(context.values.pieces(node, scope)), range: context.index.range(node.start, node.end) };
}

function readServerCall(call: PythonCall, context: PythonContext): ServerStart | undefined {
  const range = context.index.range(call.node.start, call.node.end);
  const pattern = findPattern(call, context);
  if (!pattern) return undefined;
  const at = (names: readonly string[], place: number | undefined): GivenText[] => {
    const node = keyword(call.args, ...names) ?? (place === undefined ? undefined : positional(call.args, place));
    const it = given(node, call.statement.scope, context);
    return it ? [it] : [];
  };
  const address = pattern.address === undefined ? undefined : addressOf(call, pattern.address, context);
  const app = pattern.app === undefined ? undefined : positional(call.args, pattern.app);
  const parts: ServerParts = {
    ...noParts(pattern.program, range),
    hosts: [...at(['host', 'hostname', 'interface', 'server_name'], pattern.host), ...(address?.hosts ?? [])],
    ports: [...at(['port', 'server_port', 'http_port'], pattern.port), ...(address?.ports ?? [])],
    binds: [...at(['listen', 'bind', 'bind_addr'], undefined), ...(address?.binds ?? [])],
    sockets: at(['uds', 'unix_socket', 'unix'], undefined),
    workers: at(['workers'], undefined)[0],
    threads: at(['threads'], undefined)[0],
    app: app?.kind === 'string' ? given(app, call.statement.scope, context) : undefined,
    tls: keyword(call.args, 'ssl_context', 'ssl_keyfile', 'ssl_certfile', 'certfile', 'keyfile', 'ssl') !== undefined,
    options: optionsOf(call, context),
    open: call.args.some((it) => it.name === '**' || it.name === '*') || pattern.open === true,
  };
  return buildServer(parts);
}

function optionsOf(call: PythonCall, context: PythonContext): ReadonlyMap<string, string | undefined> {
  const options = new Map<string, string | undefined>();
  for (const it of call.args) {
    if (it.name === undefined || it.name.startsWith('*')) continue;
    const isWord = it.value.kind === 'name' && /^(?:True|False|None)$/.test(it.value.name);
    options.set(it.name, isWord ? lastName(it.value) : context.values.constant(it.value, call.statement.scope));
  }
  return options;
}

function findPattern(call: PythonCall, context: PythonContext): ServerCall | undefined {
  if (call.statement.kind === 'decorator') return undefined;
  const name = call.name ?? '';
  const direct = SERVER_CALLS.find(
    (it) => it.names.includes(name) && (it.requires === undefined || context.imports.packages.has(it.requires)),
  );
  if (direct) return direct;
  if (call.callee.kind !== 'attribute') return undefined;
  const method = call.callee.name;
  const object = call.callee.object;
  if (method === 'listen' && context.imports.packages.has('tornado'))
    return { names: [], program: 'tornado', port: 0, host: 1 };
  if (method === 'launch' && context.imports.packages.has('gradio')) return { names: [], program: 'gradio' };
  if (method !== 'run' && method !== 'run_server') return undefined;
  return appRun(object, call, context);
}

/** `app.run(…)`: which framework depends on what `app` is. */
function appRun(object: PythonNode, call: PythonCall, context: PythonContext): ServerCall | undefined {
  const value = context.values.follow(object, call.statement.scope).node;
  const constructor = value.kind === 'call' ? fullName(value.callee, context.imports) : undefined;
  const known =
    constructor === undefined ? undefined : APP_PROGRAMS.get(constructor.slice(constructor.lastIndexOf('.') + 1));
  if (known) return known;
  const dotted = dottedName(object) ?? '';
  const imported = context.imports.names.get(dotted.split('.')[0] ?? '');
  if (!/(?:^|\.|_)(?:app|application|server)$/i.test(dotted) || imported?.startsWith('absl') === true) return undefined;
  if (context.imports.packages.has('flask')) return { names: [], program: 'flask', host: 0, port: 1 };
  const binds = keyword(call.args, 'host', 'port') !== undefined;
  return binds ? { names: [], program: 'other', host: 0, port: 1 } : undefined;
}

/** `(host, port)` as one argument, or an address as text. */
function addressOf(
  call: PythonCall,
  place: number,
  context: PythonContext,
): Pick<ServerParts, 'hosts' | 'ports' | 'binds'> {
  let node = positional(call.args, place) ?? keyword(call.args, 'server_address', 'listener', 'bind_addr');
  let scope = call.statement.scope;
  if (node?.kind === 'call' && lastName(node.callee) === 'listen') node = positional(node.args, 0);
  const list = node && context.values.list(node, scope);
  if (!list) {
    const text = given(node, scope, context);
    return { hosts: [], ports: [], binds: text ? [text] : [] };
  }
  const [host, port] = list.items;
  scope = host?.scope ?? scope;
  const hosts = given(host?.node, scope, context);
  const ports = given(port?.node, scope, context);
  return { hosts: hosts ? [hosts] : [], ports: ports ? [ports] : [], binds: [] };
}

/** `config.bind = ["0.0.0.0:8080"]` of hypercorn's own API. */
function readHypercornConfigs(context: PythonContext): readonly ServerStart[] {
  if (!context.imports.packages.has('hypercorn')) return [];
  return context.statements.flatMap((statement) => {
    const target = statement.kind === 'assign' ? statement.targets[0] : undefined;
    const value = statement.expressions.at(-1);
    if (target?.kind !== 'attribute' || target.name !== 'bind' || !value) return [];
    const range = context.index.range(statement.start, statement.end);
    return [
      buildServer({ ...noParts('hypercorn', range), binds: bindsOf(value, statement.scope, context), open: true }),
    ];
  });
}

/** `options = {'bind': …, 'workers': …}` of an application that embeds gunicorn. */
function readGunicornOptions(context: PythonContext): readonly ServerStart[] {
  if (!context.imports.packages.has('gunicorn')) return [];
  const found: ServerStart[] = [];
  context.visit((node, statement) => {
    if (node.kind !== 'dict') return;
    const entry = (name: string): PythonNode | undefined =>
      node.entries.find((it) => it.key.kind === 'string' && it.key.parts.length === 1 && it.key.parts[0] === name)
        ?.value;
    const bind = entry('bind');
    if (!bind) return;
    const one = (name: string): GivenText | undefined => given(entry(name), statement.scope, context);
    found.push(
      buildServer({
        ...noParts('gunicorn', context.index.range(node.start, node.end)),
        binds: bindsOf(bind, statement.scope, context),
        workers: one('workers'),
        threads: one('threads'),
        timeout: one('timeout'),
        workerClass: one('worker_class'),
        tls: entry('certfile') !== undefined,
      }),
    );
  });
  return found;
}

/** One address or a list of them. */
export function bindsOf(node: PythonNode, scope: number, context: PythonContext): readonly GivenText[] {
  const list = context.values.list(node, scope)?.items ?? [{ node, scope }];
  return list.flatMap((it) => given(it.node, it.scope, context) ?? []);
}
