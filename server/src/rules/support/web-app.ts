import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../../context/types';
import { memoLast } from '../../lazy';
import { pythonFilesOf } from '../../python-files';
import type { PythonFacts, ServerStart } from '../../readers/types';
import type { Start } from '../../start/types';
import type { Subject } from '../../subject';
import { hasOnlyCmd } from './answered';
import { prefixesOf } from './router-prefixes';

export interface WebRoute {
  readonly file: ImageFile;
  readonly path: string;
  /** Empty: not known. */
  readonly methods: readonly string[];
  readonly range: Range;
}

/** The Python web application that answers SageMaker's requests, as far as it could be followed. */
export interface WebApp {
  readonly files: readonly { readonly file: ImageFile; readonly facts: PythonFacts }[];
  readonly routes: readonly WebRoute[];
  /** All of its routes are known: a path that is not among them is not answered. */
  readonly complete: boolean;
}

const PYTHON_SERVERS: ReadonlySet<ServerStart['program']> = new Set([
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'waitress',
  'flask',
  'fastapi',
  'granian',
  'daphne',
  'uwsgi',
  'werkzeug',
  'wsgiref',
  'cheroot',
  'sanic',
  'bottle',
  'quart',
  'aiohttp',
  'tornado',
  'gevent',
  'http.server',
]);

/** The start that shows the author's server: `serve`, or CMD or the ENTRYPOINT alone when the word is what breaks it. */
export function servingStart(subject: Subject): Start {
  const { serve, run } = subject;
  const meantRun = serve.outcome.kind === 'rejects' || (serve.outcome.kind === 'not-found' && hasOnlyCmd(subject));
  return meantRun ? run : serve;
}

/** The application behind the server that is started. */
export const webApp = memoLast(readWebApp);

function readWebApp(subject: Subject): WebApp {
  const start = servingStart(subject);
  const files =
    start === subject.serve
      ? subject.pythonOf('serve')
      : pythonFilesOf(start, subject.files, subject.config, (file) => subject.python(file));
  const prefixes = prefixesOf(files);
  const all = files.flatMap(({ file, facts }) =>
    facts.routes.map(({ range, value }) => {
      const prefix = prefixes === 'unknown' ? '' : (prefixes.get(file.path) ?? '');
      return { file, range, methods: value.methods, path: value.path === undefined ? undefined : prefix + value.path };
    }),
  );
  const routes = all.flatMap((it) => (it.path === undefined ? [] : [{ ...it, path: it.path }]));
  const complete =
    routes.length > 0 &&
    routes.length === all.length &&
    start.complete &&
    hasPythonServer(start, files) &&
    files.every(({ facts }) => !facts.routesIncomplete) &&
    prefixes !== 'unknown' &&
    !handsAppOver(files);
  return { files, routes, complete };
}

function hasPythonServer(start: Start, files: WebApp['files']): boolean {
  const servers = start.servers.filter((it) => it.server.program !== 'nginx');
  return (
    servers.length > 0 &&
    servers.every(
      ({ server, file }) =>
        PYTHON_SERVERS.has(server.program) &&
        (server.app !== undefined || files.some((it) => it.file.path === file?.path)),
    )
  );
}

/** `register_routes(app)`, with a function that is not among the files: it may add routes. */
function handsAppOver(files: WebApp['files']): boolean {
  const texts = files.map(({ file }) => file.text ?? '');
  return texts.some((text) =>
    [
      ...text.matchAll(
        /\b(\w{0,40}(?:sagemaker|regist|setup|init|add_|config|health|route|ping|attach|install)\w{0,40})\([ \t]{0,20}app\b/gi,
      ),
    ].some(([, name = '']) => !texts.some((it) => it.includes(`def ${name}(`))),
  );
}

/** How the route answers the path: exactly, only with a slash at its end (`/ping` is then redirected or not found), perhaps, or not. */
export function matchRoute(route: WebRoute, path: string): 'yes' | 'slash' | 'maybe' | 'no' {
  if (route.path === path) return 'yes';
  const special = route.path.search(/[<{(*:[\\+?|$^]/);
  if (special >= 0) return path.startsWith(route.path.slice(0, special)) ? 'maybe' : 'no';
  return route.path === `${path}/` ? 'slash' : 'no';
}

/** Nothing followed answers the path, and nothing hints that something unseen does. */
export function surelyUnanswered(subject: Subject, app: WebApp, path: string): boolean {
  return (
    app.complete &&
    app.routes.every((it) => matchRoute(it, path) === 'no') &&
    !mentions(app, path) &&
    proxyIsTransparent(subject, path)
  );
}

/** The path is named outside the routes that were read: something unseen may answer it. */
function mentions(app: WebApp, path: string): boolean {
  return app.files.some(({ file, facts }) =>
    facts.strings.some(
      ({ value, range }) =>
        (value.text === path || value.text === path.slice(1) || (value.dynamic && value.text.includes(path))) &&
        !app.routes.some((it) => it.file.path === file.path && contains(it.range, range)),
    ),
  );
}

function contains(outer: Range, inner: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** nginx, when it stands in front, hands the path on as it is. */
export function proxyIsTransparent(subject: Subject, path: string): boolean {
  if (!servingStart(subject).servers.some((it) => it.server.program === 'nginx')) return true;
  return (
    subject.nginxConfigs.length > 0 &&
    subject.nginxConfigs.every(
      ({ file, facts }) =>
        facts.complete &&
        !/\b(?:rewrite|try_files|error_page|auth_request|mirror)\b/.test(file.text ?? '') &&
        facts.proxyPasses.every((it) => /^https?:\/\/[^/]+$/.test(it.value)) &&
        facts.locations.every(
          ({ value }) =>
            (value.handler === undefined || value.handler === 'proxy_pass') &&
            (value.returns === undefined ||
              (value.returns.startsWith('404') && !value.pattern.includes(path.slice(1)))),
        ),
    )
  );
}

/** Slashes at the end of a path make no difference to the application. */
export function ignoresSlashes(app: WebApp): boolean {
  return app.files.some(
    ({ file, facts }) =>
      facts.imports.some((it) => /^sanic\b/.test(it.value)) || /strict_slashes\s*=\s*False/.test(file.text ?? ''),
  );
}

/** Text of a range of a file. */
export function textAt(file: ImageFile, range: Range): string {
  const lines = (file.text ?? '').split('\n').slice(range.start.line, range.end.line + 1);
  const last = lines.length - 1;
  return lines
    .map((line, i) => line.slice(i === 0 ? range.start.character : 0, i === last ? range.end.character : undefined))
    .join('\n');
}
