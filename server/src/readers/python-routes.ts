import type { PythonCall, PythonContext } from './python-context';
import type { PythonNode, PythonStatement } from './python-nodes';
import { comparedPaths, type Route } from './python-compared-paths';
import { readHandlers } from './python-handlers';
import { dottedName, keyword, lastName, positional } from './python-nodes';
import { APPS, includedRouter, isLocalInclude, mountedPath, routerPrefixes } from './python-routers';
import type { PythonFacts } from './types';

type RouteFacts = Pick<PythonFacts, 'routes' | 'routesIncomplete' | 'includedRouters'>;

const VERBS = new Set(['get', 'post', 'put', 'delete', 'patch', 'head', 'options']);
const ADDERS = new Set([
  'add_url_rule',
  'add_api_route',
  'add_route',
  'add_resource',
  'add_get',
  'add_post',
  'add_put',
  'add_delete',
  'add_view',
  'register_route',
]);
const ROUTE_CLASSES = new Set(['Route', 'Rule', 'APIRoute', 'URLSpec', 'url']);
const HIDERS = new Set([
  'include_router',
  'register_blueprint',
  'mount',
  'Mount',
  'add_routes',
  'add_api',
  'add_namespace',
  'add_handlers',
  'start_model_server',
  'blueprint',
  'register',
  'install',
]);
/** Packages whose servers bring routes of their own. */
const OWN_ROUTES = [
  'sagemaker_inference',
  'multi_model_server',
  'mms',
  'mlflow',
  'bentoml',
  'ray',
  'ts',
  'connexion',
  'django',
  'sagemaker_containers',
  'litserve',
  'mlserver',
  'gradio',
  'streamlit',
  'vllm',
  'sagemaker_scikit_learn_container',
  'sagemaker_xgboost_container',
];
const APP_NAMES = /^(?:.*_)?(?:app|application|router|api|bp|blueprint|server|routes|ns)$/i;

/** The HTTP routes a file registers. */
export function readRoutes(context: PythonContext): RouteFacts {
  const prefixes = routerPrefixes(context);
  const ofClasses = decoratorsOfClasses(context);
  const includedRouters: PythonFacts['includedRouters'][number][] = [];
  const routes: { value: Route; node: PythonNode }[] = [];
  let hidden = OWN_ROUTES.some((it) => context.imports.packages.has(it));
  const add = (paths: PythonNode | undefined, methods: readonly string[], call: PythonCall): void => {
    const path = paths && context.values.constant(paths, call.statement.scope);
    const object = call.callee.kind === 'attribute' ? dottedName(call.callee.object) : undefined;
    const prefix = object === undefined ? '' : prefixes.get(object);
    const whole =
      path === undefined || prefix === undefined ? (prefixes.has(object ?? '') ? undefined : path) : prefix + path;
    if (whole === undefined) hidden = true;
    routes.push({ value: { path: whole, methods }, node: call.node });
  };
  for (const call of context.calls) {
    const name = lastName(call.callee) ?? '';
    const mounted = mountedPath(call, name, context);
    const included = includedRouter(call, name, context);
    if (included !== undefined) includedRouters.push(included);
    else if (mounted !== undefined) routes.push({ value: { path: mounted, methods: [] }, node: call.node });
    else if (HIDERS.has(name) && name !== 'register' && name !== 'install' && name !== 'blueprint')
      hidden ||= !isLocalInclude(call, prefixes);
    if (call.statement.kind === 'decorator') readDecorator(call, name, context, ofClasses, add);
    else readRegistration(call, name, context, add);
  }
  routes.push(...tornadoRoutes(context), ...comparedPaths(context));
  const handlers = readHandlers(context);
  routes.push(...handlers.routes);
  return {
    routes: routes.map((it) => ({ value: it.value, range: context.index.range(it.node.start, it.node.end) })),
    routesIncomplete: hidden || handlers.open,
    includedRouters,
  };
}

type Add = (path: PythonNode | undefined, methods: readonly string[], call: PythonCall) => void;

/** Decorators above a class (flask-restx's `@ns.route`): the methods are then those of the class. */
function decoratorsOfClasses(context: PythonContext): ReadonlySet<PythonStatement> {
  const found = new Set<PythonStatement>();
  let open: PythonStatement[] = [];
  for (const statement of context.statements) {
    if (statement.kind === 'decorator') {
      open.push(statement);
      continue;
    }
    if (statement.kind === 'class') for (const it of open) found.add(it);
    open = [];
  }
  return found;
}

function readDecorator(
  call: PythonCall,
  name: string,
  context: PythonContext,
  ofClasses: ReadonlySet<PythonStatement>,
  add: Add,
): void {
  const isRoute = name === 'route' || name === 'api_route' || VERBS.has(name);
  if (!isRoute || call.statement.expressions[0] !== call.node) return;
  const path = positional(call.args, 0) ?? keyword(call.args, 'path', 'rule', 'uri');
  const text = path && context.values.constant(path, call.statement.scope);
  const imported = /^(?:bottle|litestar|robyn)\./.test(call.name ?? '');
  const object = call.callee.kind === 'attribute' ? call.callee.object : undefined;
  const knownObject = object !== undefined && isApp(object, call.statement, context);
  if (!path) {
    // bottle: the path comes from the name of the function.
    if (knownObject || imported) add(undefined, VERBS.has(name) ? [name.toUpperCase()] : [], call);
    return;
  }
  if (text === undefined ? !knownObject && !imported : !text.startsWith('/') && text !== '') return;
  if (text === '' && !knownObject) return;
  add(
    path,
    VERBS.has(name)
      ? [name.toUpperCase()]
      : methodsOf(call, context, name === 'route' && !ofClasses.has(call.statement) ? ['GET'] : []),
    call,
  );
}

function readRegistration(call: PythonCall, name: string, context: PythonContext, add: Add): void {
  const isVerb = VERBS.has(name) && /^(?:aiohttp\.)?web\.\w+$/.test(call.name ?? '');
  const isRouteClass = ROUTE_CLASSES.has(name) && call.args.length > 0;
  if (!isVerb && !isRouteClass && !ADDERS.has(name)) return;
  const strings = call.args
    .filter((it) => it.name === undefined || /^(?:path|rule|uri|url)$/.test(it.name))
    .map((it) => it.value);
  const isPath = (node: PythonNode): boolean =>
    context.values.constant(node, call.statement.scope)?.startsWith('/') === true;
  const paths = strings.filter(isPath);
  if (paths.length === 0 && isRouteClass && !isApp(call.callee, call.statement, context)) return;
  const verb = /^add_(get|post|put|delete)$/.exec(name)?.[1] ?? (isVerb ? name : undefined);
  const first = positional(call.args, 0);
  const leading = first && name === 'add_route' ? context.values.constant(first, call.statement.scope) : undefined;
  const fallback = name === 'add_url_rule' || name === 'Route' || name === 'add_api_route' ? ['GET'] : [];
  const methods = verb
    ? [verb.toUpperCase()]
    : leading !== undefined && /^[A-Z]+$/.test(leading)
      ? [leading]
      : methodsOf(call, context, usesView(call, context) ? [] : fallback);
  if (paths.length === 0) add(undefined, methods, call);
  for (const path of paths) add(path, methods, call);
}

/** `view_func=X.as_view(…)`, or a class as Starlette's endpoint: the methods are those of the class. */
function usesView(call: PythonCall, context: PythonContext): boolean {
  return call.args.some(({ value }) => {
    const node = context.values.follow(value, call.statement.scope).node;
    if (node.kind === 'call') return lastName(node.callee) === 'as_view';
    return /^_?[A-Z]/.test(lastName(node) ?? '');
  });
}

function methodsOf(call: PythonCall, context: PythonContext, fallback: readonly string[]): readonly string[] {
  const node = keyword(call.args, 'methods', 'method');
  if (!node) return fallback;
  const list = context.values.list(node, call.statement.scope);
  if (list) return list.items.flatMap((it) => context.values.constant(it.node, it.scope)?.toUpperCase() ?? []);
  const text = context.values.constant(node, call.statement.scope);
  if (text !== undefined) return [text.toUpperCase()];
  return node.kind === 'other'
    ? node.children.flatMap((it) => context.values.constant(it, call.statement.scope)?.toUpperCase() ?? [])
    : [];
}

function isApp(node: PythonNode, statement: PythonStatement, context: PythonContext): boolean {
  const value = context.values.follow(node, statement.scope).node;
  if (value.kind === 'call' && APPS.has(lastName(value.callee) ?? '')) return true;
  return APP_NAMES.test(lastName(node) ?? '');
}

/** `(r"/ping", PingHandler)` in files that use tornado. */
function tornadoRoutes(context: PythonContext): { value: Route; node: PythonNode }[] {
  if (!context.imports.packages.has('tornado')) return [];
  const methods = methodsByClass(context);
  const found: { value: Route; node: PythonNode }[] = [];
  context.visit((node, statement) => {
    if (node.kind !== 'sequence' || node.items.length < 2 || node.items.length > 4) return;
    const [path, handler] = node.items;
    const text = path?.kind === 'string' ? context.values.constant(path, statement.scope) : undefined;
    if (!handler || dottedName(handler) === undefined || !text?.startsWith('/')) return;
    found.push({
      value: { path: text.replace(/\/?\??\$?$/, ''), methods: methods.get(lastName(handler) ?? '') ?? [] },
      node,
    });
  });
  return found;
}

/** The HTTP verbs that each class has a method for. */
function methodsByClass(context: PythonContext): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const it of context.statements) {
    const owner = it.owners[0];
    if (it.kind !== 'def' || owner?.kind !== 'class' || !VERBS.has(it.name ?? '')) continue;
    const list = methods.get(owner.name) ?? [];
    list.push((it.name ?? '').toUpperCase());
    methods.set(owner.name, list);
  }
  return methods;
}
