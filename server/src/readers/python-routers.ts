import type { PythonCall, PythonContext } from './python-context';
import { fullName } from './python-imports';
import { dottedName, keyword, lastName, positional } from './python-nodes';
import type { PythonFacts } from './types';

/** Constructors of what routes are registered on. */
export const APPS = new Set([
  'Flask',
  'FastAPI',
  'APIRouter',
  'Blueprint',
  'Bottle',
  'Sanic',
  'Starlette',
  'Quart',
  'Router',
  'Application',
  'App',
  'API',
  'Api',
  'Namespace',
  'Litestar',
  'Robyn',
  'OpenAPI',
  'APIBlueprint',
  'RouteTableDef',
  'FlaskApp',
]);

/** `app.mount("/static", …)`: everything below the path, and nothing else. */
export function mountedPath(call: PythonCall, name: string, context: PythonContext): string | undefined {
  const first = name === 'mount' && call.callee.kind === 'attribute' ? positional(call.args, 0) : undefined;
  const path = first && context.values.constant(first, call.statement.scope);
  return path?.startsWith('/') === true ? `${trimSlash(path) ?? ''}/{path:path}` : undefined;
}

/** Prefix of the routers and blueprints of the file; undefined when it can't be known. */
export function routerPrefixes(context: PythonContext): ReadonlyMap<string, string | undefined> {
  const prefixes = new Map<string, string | undefined>();
  for (const statement of context.statements) {
    const value = statement.kind === 'assign' ? statement.expressions.at(-1) : undefined;
    const name = statement.targets[0] && dottedName(statement.targets[0]);
    if (value?.kind !== 'call' || name === undefined) continue;
    const maker = lastName(value.callee) ?? '';
    if (maker === 'namespace' && value.callee.kind === 'attribute') {
      prefixes.set(name, namespacePath(value.args, statement.scope, context));
      continue;
    }
    if (!APPS.has(maker)) continue;
    const prefix = keyword(value.args, 'prefix', 'url_prefix');
    prefixes.set(name, prefix ? trimSlash(context.values.constant(prefix, statement.scope)) : '');
  }
  for (const call of context.calls) {
    if (!/^(?:include_router|register_blueprint)$/.test(lastName(call.callee) ?? '')) continue;
    const router = positional(call.args, 0);
    const name = router && dottedName(router);
    if (name === undefined || !prefixes.has(name)) continue;
    const prefix = keyword(call.args, 'prefix', 'url_prefix');
    const outer = prefix ? trimSlash(context.values.constant(prefix, call.statement.scope)) : '';
    const inner = prefixes.get(name);
    const isBlueprint = lastName(call.callee) === 'register_blueprint' && prefix !== undefined;
    prefixes.set(name, outer === undefined || inner === undefined ? undefined : isBlueprint ? outer : outer + inner);
  }
  return prefixes;
}

/** `api.namespace("model")` of flask-restx answers below `/model`, unless a path is given. */
function namespacePath(args: PythonCall['args'], scope: number, context: PythonContext): string | undefined {
  const path = keyword(args, 'path');
  if (path) return trimSlash(context.values.constant(path, scope));
  const first = positional(args, 0) ?? keyword(args, 'name');
  const name = first && context.values.constant(first, scope);
  return name === undefined ? undefined : trimSlash(`/${name.replace(/^\//, '')}`);
}

function trimSlash(prefix: string | undefined): string | undefined {
  return prefix?.endsWith('/') === true ? prefix.slice(0, -1) : prefix;
}

/** `app.include_router(predict.router, prefix="/v1")` with a router of another module; undefined when something else is told. */
export function includedRouter(
  call: PythonCall,
  name: string,
  context: PythonContext,
): PythonFacts['includedRouters'][number] | undefined {
  const [first, ...rest] = call.args;
  const includes = /^(?:include_router|register_blueprint)$/.test(name);
  if (!first || !includes || first.name !== undefined) return undefined;
  if (rest.some((it) => !/^(?:tags|dependencies|prefix|url_prefix)$/.test(it.name ?? ''))) return undefined;
  const given = keyword(rest, 'prefix', 'url_prefix');
  const prefix = given ? trimSlash(context.values.constant(given, call.statement.scope)) : '';
  const root = dottedName(first.value)?.split('.')[0] ?? '';
  const full = context.imports.names.has(root) ? fullName(first.value, context.imports) : undefined;
  return full === undefined || prefix === undefined ? undefined : { name: full, prefix };
}

export function isLocalInclude(call: PythonCall, prefixes: ReadonlyMap<string, string | undefined>): boolean {
  const first = positional(call.args, 0);
  const name = first && dottedName(first);
  return (
    name !== undefined &&
    /^(?:include_router|register_blueprint)$/.test(lastName(call.callee) ?? '') &&
    prefixes.has(name)
  );
}
