import { createPythonContext } from './python-context';
import type { PythonNode } from './python-nodes';
import { bindsOf, given } from './python-servers';
import { buildServer, noParts } from './server-start';
import type { GivenText } from './server-start';
import type { GunicornConfigFacts } from './types';

/** Reads a gunicorn configuration file, which is Python whose module-level names are settings. */
export function readGunicornConfig(text: string): GunicornConfigFacts {
  const context = createPythonContext(text);
  const settings = new Map<string, { readonly node: PythonNode; readonly times: number }>();
  for (const statement of context.statements) {
    if (statement.scope !== 0 || statement.owners.length > 0) continue;
    const [target] = statement.targets;
    const value = statement.expressions.at(-1);
    if (target?.kind !== 'name' || !value || (statement.kind !== 'assign' && statement.kind !== 'augmented')) continue;
    settings.set(target.name, {
      node: statement.kind === 'assign' ? value : target,
      times: (settings.get(target.name)?.times ?? 0) + 1,
    });
  }
  const one = (name: string): GivenText | undefined => {
    const setting = settings.get(name);
    if (!setting) return undefined;
    const it = given(setting.node, 0, context);
    return setting.times > 1 && it ? { text: undefined, range: it.range } : it;
  };
  const bind = settings.get('bind');
  const binds =
    bind === undefined ? [] : bind.times > 1 ? [one('bind')].flatMap((it) => it ?? []) : bindsOf(bind.node, 0, context);
  const server = buildServer({
    ...noParts('gunicorn', context.index.range(0, text.length)),
    binds,
    workers: one('workers'),
    threads: one('threads'),
    workerClass: one('worker_class'),
    timeout: one('timeout'),
    app: one('wsgi_app'),
    tls: settings.has('certfile') || settings.has('keyfile'),
  });
  const {
    host,
    port,
    portVariables,
    dynamic,
    socket,
    otherPorts,
    app,
    workers,
    threads,
    workerClass,
    timeout,
    tls,
    unknowns,
  } = server;
  return {
    host,
    port,
    portVariables,
    dynamic,
    socket,
    otherPorts,
    app,
    workers,
    threads,
    workerClass,
    timeout,
    tls,
    unknowns,
  };
}
