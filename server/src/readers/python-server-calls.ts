import type { ServerStart } from './types';

/** A call that starts a server: places of its positional arguments (keywords are always understood). */
export interface ServerCall {
  /** Full dotted names. */
  readonly names: readonly string[];
  readonly program: ServerStart['program'];
  readonly host?: number;
  readonly port?: number;
  /** `(host, port)`, or text such as `:8080`. */
  readonly address?: number;
  readonly app?: number;
  /** Only in files that import this package. */
  readonly requires?: string;
  /** Where it binds is decided elsewhere. */
  readonly open?: boolean;
}

/** Functions and classes that start a server. */
export const SERVER_CALLS: readonly ServerCall[] = [
  { names: ['uvicorn.run', 'uvicorn.Config', 'uvicorn.main.run'], program: 'uvicorn', app: 0 },
  { names: ['waitress.serve'], program: 'waitress' },
  {
    names: [
      'http.server.HTTPServer',
      'http.server.ThreadingHTTPServer',
      'BaseHTTPServer.HTTPServer',
      'socketserver.TCPServer',
      'socketserver.ThreadingTCPServer',
      'SocketServer.TCPServer',
    ],
    program: 'http.server',
    address: 0,
  },
  { names: ['aiohttp.web.run_app'], program: 'aiohttp' },
  { names: ['aiohttp.web.TCPSite'], program: 'aiohttp', host: 1, port: 2 },
  { names: ['gevent.pywsgi.WSGIServer', 'gevent.wsgi.WSGIServer'], program: 'gevent', address: 0 },
  {
    names: ['cheroot.wsgi.Server', 'cherrypy.wsgiserver.CherryPyWSGIServer', 'cheroot.wsgi.WSGIServer'],
    program: 'cheroot',
    address: 0,
  },
  { names: ['eventlet.wsgi.server'], program: 'other', address: 0 },
  { names: ['wsgiref.simple_server.make_server'], program: 'wsgiref', host: 0, port: 1 },
  {
    names: ['werkzeug.serving.run_simple', 'werkzeug.run_simple', 'werkzeug.serving.make_server'],
    program: 'werkzeug',
    host: 0,
    port: 1,
  },
  { names: ['bottle.run'], program: 'bottle' },
  {
    names: [
      'sagemaker_inference.model_server.start_model_server',
      'sagemaker_containers.beta.framework.server.start',
      'sagemaker_containers.server.start',
    ],
    program: 'sagemaker-inference',
    open: true,
  },
];

/** `X.run(…)` by what X was made with. */
export const APP_PROGRAMS: ReadonlyMap<string, ServerCall> = new Map<string, ServerCall>([
  ['Flask', { names: [], program: 'flask', host: 0, port: 1 }],
  ['OpenAPI', { names: [], program: 'flask', host: 0, port: 1 }],
  ['APIFlask', { names: [], program: 'flask', host: 0, port: 1 }],
  ['SocketIO', { names: [], program: 'flask', host: 1, port: 2 }],
  ['Quart', { names: [], program: 'quart', host: 0, port: 1 }],
  ['Sanic', { names: [], program: 'sanic', host: 0, port: 1 }],
  ['Bottle', { names: [], program: 'bottle' }],
  ['Dash', { names: [], program: 'dash', host: 0, port: 1 }],
  ['LitServer', { names: [], program: 'litserve', host: 0, port: 1 }],
]);
