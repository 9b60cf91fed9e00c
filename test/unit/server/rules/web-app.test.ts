import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const RULES = new Set([
  'ping-route-exists',
  'invocations-route-exists',
  'ping-accepts-get',
  'invocations-accepts-post',
  'reads-only-forwarded-headers',
]);

/** Findings of the rules about the HTTP contract, as `rule`. */
function found(files: Readonly<Record<string, string>>): string[] {
  return lintFiles(files)
    .findings.map((it) => it.rule)
    .filter((it) => RULES.has(it));
}

const HEAD =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install flask gunicorn\nWORKDIR /opt/program\nCOPY . .\n';
const UVICORN = `${HEAD}CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]\n`;

const SERVE = `#!/usr/bin/env python
import multiprocessing
import os
import signal
import subprocess
import sys

cpu_count = multiprocessing.cpu_count()
model_server_timeout = os.environ.get('MODEL_SERVER_TIMEOUT', 60)
model_server_workers = int(os.environ.get('MODEL_SERVER_WORKERS', cpu_count))

def sigterm_handler(nginx_pid, gunicorn_pid):
    os.kill(nginx_pid, signal.SIGQUIT)
    sys.exit(0)

def start_server():
    subprocess.check_call(['ln', '-sf', '/dev/stdout', '/var/log/nginx/access.log'])
    nginx = subprocess.Popen(['nginx', '-c', '/opt/program/nginx.conf'])
    gunicorn = subprocess.Popen(['gunicorn',
                                 '--timeout', str(model_server_timeout),
                                 '-k', 'sync',
                                 '-b', 'unix:/tmp/gunicorn.sock',
                                 '-w', str(model_server_workers),
                                 'wsgi:app'])
    signal.signal(signal.SIGTERM, lambda a, b: sigterm_handler(nginx.pid, gunicorn.pid))

if __name__ == '__main__':
    start_server()
`;
const NGINX = `worker_processes 1;
daemon off;
events { worker_connections 1024; }
http {
  upstream gunicorn { server unix:/tmp/gunicorn.sock; }
  server {
    listen 8080 deferred;
    client_max_body_size 5m;
    location ~ ^/(ping|invocations) {
      proxy_set_header Host $http_host;
      proxy_redirect off;
      proxy_pass http://gunicorn;
    }
    location / { return 404 "{}"; }
  }
}
`;
const classic = (predictor: string): Record<string, string> => ({
  Dockerfile: `${HEAD}ENV PATH="/opt/program:\${PATH}"\nRUN apt-get update && apt-get install -y nginx\n`,
  '+x serve': SERVE,
  'nginx.conf': NGINX,
  'wsgi.py': 'import predictor as myapp\napp = myapp.app\n',
  'predictor.py': `import flask\napp = flask.Flask(__name__)\n${predictor}`,
});
const PING = '@app.route("/ping", methods=["GET"])\ndef ping():\n    return ""\n';
const INVOKE = '@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return ""\n';

describe('the classic sample: serve starts nginx and gunicorn', () => {
  it('is fine as it is', () => {
    expect(found(classic(PING + INVOKE))).toEqual([]);
  });

  it('misses a route through serve, nginx, wsgi.py and predictor.py', () => {
    expect(found(classic(PING))).toEqual(['invocations-route-exists']);
    expect(found(classic(INVOKE))).toEqual(['ping-route-exists']);
    expect(found(classic(PING + INVOKE.replace(', methods=["POST"]', '')))).toEqual(['invocations-accepts-post']);
  });

  it('leaves the answer to nginx when nginx gives it or rewrites the path', () => {
    const answered = NGINX.replace('location / {', 'location = /ping { return 200; }\n    location / {');
    expect(found({ ...classic(INVOKE), 'nginx.conf': answered })).toEqual([]);
    const rewritten = NGINX.replace('proxy_pass', 'rewrite ^/ping$ /health break;\n      proxy_pass');
    expect(found({ ...classic(INVOKE), 'nginx.conf': rewritten })).toEqual([]);
  });

  it('says nothing when a file of the chain is missing', () => {
    const { 'predictor.py': _gone, ...rest } = classic(PING);
    expect(found(rest)).toEqual([]);
  });
});

describe('FastAPI started by CMD', () => {
  const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';

  it.each([
    ['both', '@app.get("/ping")\ndef p(): ...\n@app.post("/invocations")\ndef i(): ...\n', []],
    ['neither', '@app.post("/predict")\ndef i(): ...\n', ['invocations-route-exists', 'ping-route-exists']],
    [
      'a static folder beside them',
      'app.mount("/static", StaticFiles(directory="s"))\n@app.post("/invocations")\ndef i(): ...\n',
      ['ping-route-exists'],
    ],
    ['another app mounted at the root', '@app.post("/invocations")\ndef i(): ...\napp.mount("/", other)\n', []],
    [
      'a router from elsewhere',
      'from health import router\napp.include_router(router)\n@app.post("/invocations")\ndef i(): ...\n',
      [],
    ],
    [
      'a parameter for the whole path',
      '@app.get("/{name}")\ndef p(name): ...\n@app.post("/invocations")\ndef i(): ...\n',
      [],
    ],
    [
      'a path in a variable',
      'from conf import PING\n@app.get(PING)\ndef p(): ...\n@app.post("/invocations")\ndef i(): ...\n',
      [],
    ],
    ['no routes at all', '', []],
  ])('%s', (_name, text, expected) => {
    expect(found({ Dockerfile: UVICORN, 'main.py': APP + text })).toEqual(expected);
  });
});

describe('an app of several modules', () => {
  const MAIN =
    'from fastapi import FastAPI\nfrom routers import health, predict\napp = FastAPI()\napp.include_router(health.router)\napp.include_router(predict.router)\n';
  const ROUTER = 'from fastapi import APIRouter\nrouter = APIRouter()\n';
  const files = (health: string, predict: string, main = MAIN): Record<string, string> => ({
    Dockerfile: UVICORN,
    'main.py': main,
    'routers/__init__.py': '',
    'routers/health.py': ROUTER + health,
    'routers/predict.py': ROUTER + predict,
  });
  const PING_ROUTE = '@router.get("/ping")\ndef p(): ...\n';

  it('is fine with both routes', () => {
    expect(found(files(PING_ROUTE, '@router.post("/invocations")\ndef i(): ...\n'))).toEqual([]);
  });

  it('misses what no router has', () => {
    expect(found(files(PING_ROUTE, '@router.post("/predict")\ndef i(): ...\n'))).toEqual(['invocations-route-exists']);
    expect(
      found(files('@router.get("/health")\ndef p(): ...\n', '@router.post("/invocations")\ndef i(): ...\n')),
    ).toEqual(['ping-route-exists']);
  });

  it('says nothing when a router comes from what can’t be seen, or gets a prefix', () => {
    const predict = '@router.post("/predict")\ndef i(): ...\n';
    expect(found(files(PING_ROUTE, predict, `${MAIN}from company import extra\napp.include_router(extra)\n`))).toEqual(
      [],
    );
    expect(found(files(PING_ROUTE, predict, `${MAIN}app.include_router(predict.router, prefix=PREFIX)\n`))).toEqual([]);
    const made = `from company import make\nrouter = make()\n${predict}`;
    expect(found({ ...files(PING_ROUTE, predict), 'routers/predict.py': made })).toEqual([]);
  });
});

describe('other servers', () => {
  it('says nothing about a server that is not Python’s own', () => {
    const dockerfile = `${HEAD}COPY serve /usr/local/bin/serve\n`;
    const app = 'from flask import Flask\napp = Flask(__name__)\n@app.route("/x")\ndef x(): ...\n';
    expect(
      found({
        Dockerfile: dockerfile,
        '+x serve': '#!/bin/bash\ngunicorn -b 127.0.0.1:5000 main:app &\nexec envoy -c /etc/envoy.yaml\n',
        'main.py': app,
      }),
    ).toEqual([]);
  });

  it('says nothing about http.server, whose handlers see every path', () => {
    const text =
      '#!/usr/bin/env python\nfrom http.server import HTTPServer, BaseHTTPRequestHandler\nclass H(BaseHTTPRequestHandler):\n    def do_GET(self):\n        if self.path == "/health": pass\nHTTPServer(("0.0.0.0", 8080), H).serve_forever()\n';
    expect(found({ Dockerfile: `${HEAD}COPY serve /usr/local/bin/serve\n`, '+x serve': text })).toEqual([]);
  });
});
