import { describe, expect, it } from 'vitest';
import { readPython } from '../../../../server/src/readers/python';

const routes = (text: string): string[] =>
  readPython(text).routes.map((it) => `${it.value.methods.join('|')} ${it.value.path ?? '?'}`.trim());
const incomplete = (text: string): boolean => readPython(text).routesIncomplete;

const PREDICTOR = `# This is the file that implements a flask server to do inferences.
from __future__ import print_function

import io
import os
import pickle

import flask
import pandas as pd

prefix = "/opt/ml/"
model_path = os.path.join(prefix, "model")


class ScoringService(object):
    model = None  # Where we keep the model when it's loaded

    @classmethod
    def get_model(cls):
        """Get the model object for this instance, loading it if it's not already loaded."""
        if cls.model == None:
            with open(os.path.join(model_path, "decision-tree-model.pkl"), "rb") as inp:
                cls.model = pickle.load(inp)
        return cls.model


# The flask app for serving predictions
app = flask.Flask(__name__)


@app.route("/ping", methods=["GET"])
def ping():
    health = ScoringService.get_model() is not None
    status = 200 if health else 404
    return flask.Response(response="\\n", status=status, mimetype="application/json")


@app.route("/invocations", methods=["POST"])
def transformation():
    data = None
    if flask.request.content_type == "text/csv":
        data = flask.request.data.decode("utf-8")
        s = io.StringIO(data)
        data = pd.read_csv(s, header=None)
    else:
        return flask.Response(response="This predictor only supports CSV data", status=415, mimetype="text/plain")
    return flask.Response(response=data, status=200, mimetype="text/csv")
`;

describe('routes', () => {
  it('reads the classic predictor', () => {
    const facts = readPython(PREDICTOR);
    expect(facts.routes.map((it) => it.value)).toEqual([
      { path: '/ping', methods: ['GET'] },
      { path: '/invocations', methods: ['POST'] },
    ]);
    expect(facts.routesIncomplete).toBe(false);
    expect(facts.reads.map((it) => it.value)).toEqual(['/opt/ml/model/decision-tree-model.pkl']);
    expect(facts.servers).toEqual([]);
    expect(facts.strings.some((it) => it.value.text.startsWith('Get the model'))).toBe(false);
    expect(facts.routes[0]?.range.start).toEqual({ line: 30, character: 1 });
    expect(facts.hasMain).toBe(false);
  });

  it.each([
    ['@app.route("/ping")\ndef f(): pass', ['GET /ping']],
    ["@app.route('/x', methods=('get', 'post'))\ndef f(): pass", ['GET|POST /x']],
    ['@app.get("/ping")\nasync def f(): pass', ['GET /ping']],
    ['@router.post(path="/invocations")\ndef f(): pass', ['POST /invocations']],
    ['@app.api_route("/ping", methods=["GET", "HEAD"])\ndef f(): pass', ['GET|HEAD /ping']],
    ['app.add_url_rule("/ping", "ping", ping)', ['GET /ping']],
    ['app.add_url_rule("/i", view_func=I.as_view("i"))', ['/i']],
    ['app.add_url_rule(rule="/ping", view_func=f, methods=["POST"])', ['POST /ping']],
    ['app.add_api_route("/ping", ping, methods=["GET"])', ['GET /ping']],
    [
      'from aiohttp import web\napp.add_routes([web.get("/ping", h), web.post("/invocations", h)])',
      ['GET /ping', 'POST /invocations'],
    ],
    ['app.router.add_post("/invocations", h)', ['POST /invocations']],
    ['app.router.add_route("GET", "/ping", h)', ['GET /ping']],
    [
      'from starlette.routing import Route\nr = [Route("/ping", ping), Route("/invocations", f, methods=["POST"])]',
      ['GET /ping', 'POST /invocations'],
    ],
    ['api.add_resource(Ping, "/ping", "/health")', ['/ping', '/health']],
    [
      'from bottle import get, route\n@get("/ping")\ndef f(): pass\n@route("/i", method="POST")\ndef g(): pass',
      ['GET /ping', 'POST /i'],
    ],
    ['app = falcon.App()\napp.add_route("/ping", Ping())', ['/ping']],
    ['@app.route(\n    "/ping",\n    methods=["GET"],\n)\ndef f(): pass', ['GET /ping']],
    ['P = "/ping"\n@app.get(P)\ndef f(): pass', ['GET /ping']],
    ['BASE = "/v1"\n@app.get(f"{BASE}/ping")\ndef f(): pass', ['GET /v1/ping']],
    ['router = APIRouter(prefix="/v1")\n@router.get("/ping")\ndef f(): pass', ['GET /v1/ping']],
    ['bp = Blueprint("b", __name__, url_prefix="/x/")\n@bp.route("/ping")\ndef f(): pass', ['GET /x/ping']],
    ['r = APIRouter()\n@r.get("/ping")\ndef f(): pass\napp.include_router(r, prefix="/a")', ['GET /a/ping']],
  ])('%s', (text, expected) => {
    expect(routes(text)).toEqual(expected);
    expect(incomplete(text) && !text.includes('add_routes')).toBe(false);
  });

  it('reads tornado handlers with their methods', () => {
    const text =
      'import tornado.web\nclass Ping(tornado.web.RequestHandler):\n    def get(self): pass\n    def post(self): pass\napp = tornado.web.Application([(r"/ping", Ping), (r"/invocations/?", Other)])';
    expect(routes(text)).toEqual(['GET|POST /ping', '/invocations']);
  });

  it('reads http.server handlers', () => {
    const text = `from http.server import BaseHTTPRequestHandler
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/ping':
            pass
        elif self.path in ('/health', "/models"):
            pass
    def do_POST(self):
        if self.path.startswith('/invocations'):
            pass
        path = urlparse(self.path).path
        if '/x' == path: pass
`;
    expect(routes(text)).toEqual(['GET /ping', 'GET /health', 'GET /models', 'POST /invocations', 'POST /x']);
    expect(incomplete(text)).toBe(true);
  });

  it('reads the paths of bare WSGI and ASGI apps', () => {
    expect(
      routes("if environ['PATH_INFO'] == '/ping': pass\nif scope['path'] == '/i': pass\nif request.path == '/z': pass"),
    ).toEqual(['/ping', '/i', '/z']);
  });

  it.each([
    ['app.include_router(api.router)'],
    ['app.register_blueprint(bp)'],
    ['from x import router\napp.include_router(router, prefix=PREFIX)'],
    ['app.mount(settings.path, other)'],
    ['routes = [Mount("/x", routes=other)]'],
    ['for p in ps:\n    app.add_url_rule(p, view_func=f)'],
    ['from sagemaker_inference import model_server\nmodel_server.start_model_server()'],
    ['import mlflow.pyfunc.scoring_server'],
    ['import bentoml'],
    ['app = Flask(__name__)\n@app.route(PATH + x)\ndef f(): pass'],
    ['router = APIRouter(prefix=settings.prefix)\n@router.get("/ping")\ndef f(): pass'],
  ])('may have more routes: %s', (text) => {
    expect(incomplete(text)).toBe(true);
  });

  it('keeps the prefix of a router of another module', () => {
    const text = 'from api import router\napp.include_router(router, prefix="/v1/", tags=["x"])\n';
    expect(readPython(text).includedRouters).toEqual([{ name: 'api.router', prefix: '/v1' }]);
  });

  it('names the routers of other modules that are included as they are', () => {
    const text =
      'from routers import predict\nfrom .health import router as health\napp.include_router(predict.router, tags=["x"])\napp.register_blueprint(health)\n';
    expect(readPython(text).includedRouters).toEqual([
      { name: 'routers.predict.router', prefix: '' },
      { name: '.health.router', prefix: '' },
    ]);
    expect(incomplete(text)).toBe(false);
  });

  it('takes what is mounted for a route of all below it', () => {
    expect(routes('app.mount("/static", StaticFiles())\napp.mount("/", other)')).toEqual([
      '/static/{path:path}',
      '/{path:path}',
    ]);
    expect(incomplete('app.mount("/static", StaticFiles())')).toBe(false);
  });

  it('leaves a path open that is not known', () => {
    expect(routes('app = FastAPI()\n@app.get(settings.path)\ndef f(): pass')).toEqual(['GET ?']);
  });

  it.each([
    ["@patch('module.fn')\ndef f(): pass"],
    ['@mock.patch("/x" + y)\ndef f(): pass'],
    ['requests.get("/ping")'],
    ['requests.post(f"http://x/invocations")'],
    ['session.get("/ping")'],
    ['# @app.route("/ping")'],
    ['"""\n@app.route("/ping")\n"""'],
    ['os.path == "/ping"'],
    ['d.get("/ping")'],
    ['x = ("/a", b)'],
  ])('is no route: %s', (text) => {
    expect(routes(text)).toEqual([]);
  });
});

describe('methods of class-based views are those of the class', () => {
  it.each([
    ['flask-restx', '@ns.route("/invocations")\n@ns.doc("x")\nclass Invocations(Resource):\n    def post(self): ...\n'],
    ['Starlette', 'routes = [Route("/invocations", Invocations)]\n'],
    ['a view in a variable', 'view = Invocations.as_view("x")\napp.add_url_rule("/invocations", view_func=view)\n'],
  ])('%s', (_name, text) => {
    expect(routes(`from flask import Flask\napp = Flask(__name__)\n${text}`)).toEqual(['/invocations']);
  });

  it('functions keep the default', () => {
    expect(routes('@app.route("/ping")\ndef ping(): ...\nclass A: ...\n')).toEqual(['GET /ping']);
    expect(routes('routes = [Route("/ping", ping)]\n')).toEqual(['GET /ping']);
  });
});
