import { describe, expect, it } from 'vitest';
import { readPython } from '../../../../server/src/readers/python';

/** program, host, port of the servers of a file. */
const servers = (text: string): unknown[] =>
  readPython(text).servers.map((it) => [it.program, it.host?.value, it.port?.value]);
const U = undefined;

describe('servers', () => {
  it.each<[string, unknown[]]>([
    ['app = Flask(__name__)\napp.run()', ['flask', U, U]],
    ['import flask\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", port=8080)', ['flask', '0.0.0.0', 8080]],
    ['from x import app\napp.run("0.0.0.0", 8080)\nimport flask', ['flask', '0.0.0.0', 8080]],
    ['app.run(host="0.0.0.0", port=80)', ['other', '0.0.0.0', 80]],
    ['import uvicorn\nuvicorn.run("main:app", host="0.0.0.0", port=8080)', ['uvicorn', '0.0.0.0', 8080]],
    ['import uvicorn as u\nu.run(app, port=8080)', ['uvicorn', U, 8080]],
    ['import uvicorn\nc = uvicorn.Config(app, host="0.0.0.0")\nuvicorn.Server(c).run()', ['uvicorn', '0.0.0.0', U]],
    ['from waitress import serve\nserve(app, host="0.0.0.0", port=8080)', ['waitress', '0.0.0.0', 8080]],
    ['import waitress\nwaitress.serve(app, listen="*:8080")', ['waitress', '0.0.0.0', 8080]],
    ['from http.server import HTTPServer\nHTTPServer(("", 8080), H).serve_forever()', ['http.server', '0.0.0.0', 8080]],
    [
      'from http.server import *\nimport http.server\naddr = ("0.0.0.0", 8080)\nhttp.server.ThreadingHTTPServer(addr, H)',
      ['http.server', '0.0.0.0', 8080],
    ],
    ['import socketserver\nsocketserver.TCPServer(("127.0.0.1", PORT), H)', ['http.server', '127.0.0.1', U]],
    ['from aiohttp import web\nweb.run_app(app, host="0.0.0.0", port=8080)', ['aiohttp', '0.0.0.0', 8080]],
    ['import tornado.web\napp = tornado.web.Application([])\napp.listen(8080)', ['tornado', U, 8080]],
    [
      'from gevent.pywsgi import WSGIServer\nWSGIServer(("0.0.0.0", 8080), app).serve_forever()',
      ['gevent', '0.0.0.0', 8080],
    ],
    ['from gevent import pywsgi\npywsgi.WSGIServer(":8080", app)', ['gevent', '0.0.0.0', 8080]],
    ['from wsgiref.simple_server import make_server\nmake_server("0.0.0.0", 8080, app)', ['wsgiref', '0.0.0.0', 8080]],
    ['from werkzeug.serving import run_simple\nrun_simple("localhost", 5000, app)', ['werkzeug', 'localhost', 5000]],
    ['from sanic import Sanic\napp = Sanic("x")\napp.run(host="0.0.0.0", port=8080)', ['sanic', '0.0.0.0', 8080]],
    ['from bottle import run\nrun(host="0.0.0.0", port=8080)', ['bottle', '0.0.0.0', 8080]],
    ['from hypercorn.config import Config\nc = Config()\nc.bind = ["0.0.0.0:8080"]', ['hypercorn', '0.0.0.0', 8080]],
    [
      'import gunicorn.app.base\noptions = {"bind": "%s:%s" % ("0.0.0.0", "8080"), "workers": 2}',
      ['gunicorn', '0.0.0.0', 8080],
    ],
    [
      'import subprocess\nsubprocess.Popen(["gunicorn", "--bind", "0.0.0.0:8080", "app:app"])',
      ['gunicorn', '0.0.0.0', 8080],
    ],
    [
      'from subprocess import check_call\ncheck_call("uvicorn a:b --port 8080 --host 0.0.0.0", shell=True)',
      ['uvicorn', '0.0.0.0', 8080],
    ],
    ['import os\nos.system("cd /x && gunicorn -b :8080 a:b")', ['gunicorn', '0.0.0.0', 8080]],
    ['import os\nos.execvp("gunicorn", ["gunicorn", "-b", "0.0.0.0:8080", "a:b"])', ['gunicorn', '0.0.0.0', 8080]],
    ['import os\nos.execlp("gunicorn", "gunicorn", "-b", ":8080", "a:b")', ['gunicorn', '0.0.0.0', 8080]],
    ['import subprocess, shlex\nsubprocess.run(shlex.split("gunicorn -b :8080 a:b"))', ['gunicorn', '0.0.0.0', 8080]],
    ['import subprocess\ncmd = "gunicorn -b :8080 a:b".split()\nsubprocess.run(cmd)', ['gunicorn', '0.0.0.0', 8080]],
    [
      'import subprocess\nbase = ["gunicorn"]\nsubprocess.run(base + ["-b", ":8080", "a:b"])',
      ['gunicorn', '0.0.0.0', 8080],
    ],
    [
      'import subprocess, sys\nsubprocess.run(["python", "-m", "uvicorn", "a:b", "--port", str(8080)])',
      ['uvicorn', U, 8080],
    ],
  ])('%s', (text, expected) => {
    expect(servers(text)).toEqual([expected]);
  });

  it.each([
    ['from absl import app\napp.run(main)'],
    ['pipeline.run()'],
    ['app.run()'],
    ['serve(app)'],
    ['import subprocess\nsubprocess.run(["ls", "gunicorn"])'],
    ['import subprocess\nsubprocess.run(cmd)'],
    ['# app.run(host="0.0.0.0")'],
    ['from flask import Flask\nclient.run(port=1)'],
    ['options = {"bind": ":80"}'],
    ['app.listen(8080)'],
  ])('is none: %s', (text) => {
    expect(servers(text)).toEqual([]);
  });

  it('follows constants', () => {
    const first = (text: string): unknown => readPython(`import uvicorn, os, argparse\n${text}`).servers[0];
    expect(first('PORT = 8080\nuvicorn.run(app, port=PORT)')).toMatchObject({ port: { value: 8080 }, dynamic: false });
    expect(
      first('port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", 8080))\nuvicorn.run(app, port=port)'),
    ).toMatchObject({ port: { value: 8080 }, dynamic: true, portVariables: ['SAGEMAKER_BIND_TO_PORT'] });
    expect(first('uvicorn.run(app, port=int(os.getenv("PORT") or "8080"))')).toMatchObject({
      port: { value: 8080 },
      dynamic: true,
      portVariables: ['PORT'],
    });
    expect(first('uvicorn.run(app, port=int(os.environ["PORT"]))')).toMatchObject({
      port: undefined,
      dynamic: true,
      portVariables: ['PORT'],
      unknowns: ['port'],
    });
    expect(first('uvicorn.run(app, port=8080 if os.environ.get("A") else 9)')).toMatchObject({
      port: undefined,
      portVariables: ['A'],
      unknowns: ['port'],
    });
    expect(
      first(
        'p = argparse.ArgumentParser()\np.add_argument("--port", type=int, default=8080)\nargs = p.parse_args()\nuvicorn.run(app, port=args.port)',
      ),
    ).toMatchObject({ port: { value: 8080 }, dynamic: true, portVariables: [] });
    expect(first('port = 1\nport = 2\nuvicorn.run(app, port=port)')).toMatchObject({
      port: undefined,
      unknowns: ['port'],
      dynamic: true,
    });
    expect(first('for port in ports:\n    uvicorn.run(app, port=port)')).toMatchObject({
      port: undefined,
      unknowns: ['port'],
    });
    expect(first('def f(port):\n    uvicorn.run(app, port=port)\nport = 3')).toMatchObject({
      port: undefined,
      unknowns: ['port'],
    });
    expect(
      first('class S:\n    port = 8080\n    def f(self):\n        uvicorn.run(app, port=self.port)'),
    ).toMatchObject({ port: { value: 8080 } });
    expect(first('c = {"port": 8080}\nuvicorn.run(app, port=c["port"])')).toMatchObject({
      port: { value: 8080 },
      dynamic: false,
    });
    expect(first('uvicorn.run(app, **kw)')).toMatchObject({
      port: undefined,
      dynamic: true,
      unknowns: expect.arrayContaining(['port', 'host']) as unknown,
    });
    expect(first('uvicorn.run("a:b", workers=2, ssl_keyfile="k", host=None)')).toMatchObject({
      app: 'a:b',
      workers: { value: 2 },
      tls: true,
      host: undefined,
      dynamic: false,
    });
  });

  it('formats text', () => {
    const bind = (expression: string): unknown => {
      const it = readPython(
        `import subprocess, os\nPORT = 8080\nsubprocess.run(["gunicorn", "-b", ${expression}, "a:b"])`,
      ).servers[0];
      return [it?.host?.value, it?.port?.value, it?.dynamic];
    };
    for (const text of [
      'f"0.0.0.0:{PORT}"',
      '"0.0.0.0:{}".format(PORT)',
      '"0.0.0.0:{p}".format(p=PORT)',
      '"0.0.0.0:%d" % PORT',
      '"%s:%s" % ("0.0.0.0", PORT)',
      '"0.0.0.0:" + str(PORT)',
    ]) {
      expect(bind(text), text).toEqual(['0.0.0.0', 8080, false]);
    }
    expect(bind('f"0.0.0.0:{other}"')).toEqual(['0.0.0.0', undefined, true]);
    expect(bind('f"0.0.0.0:{os.environ.get(\'P\', 8080)}"')).toEqual(['0.0.0.0', 8080, true]);
    expect(bind('other')).toEqual([undefined, undefined, true]);
  });

  it('keeps a list open that grows', () => {
    const server = readPython(
      'import subprocess\ncmd = ["gunicorn", "-b", ":8080"]\nif x:\n    cmd.append("--threads=4")\nsubprocess.run(cmd)',
    ).servers[0];
    expect(server).toMatchObject({ port: { value: 8080 }, threads: undefined });
    expect(server?.unknowns).toContain('threads');
    const other = readPython('import subprocess\ncmd = ["gunicorn"]\ncmd += extra\nsubprocess.run(cmd)').servers[0];
    expect(other?.unknowns).toContain('port');
  });

  it('reads the classic serve script', () => {
    const facts = readPython(`#!/usr/bin/env python
import multiprocessing, os, signal, subprocess, sys
cpu_count = multiprocessing.cpu_count()
model_server_timeout = os.environ.get('MODEL_SERVER_TIMEOUT', 60)
model_server_workers = int(os.environ.get('MODEL_SERVER_WORKERS', cpu_count))

def sigterm_handler(nginx_pid, gunicorn_pid):
    try:
        os.kill(nginx_pid, signal.SIGQUIT)
    except OSError:
        pass
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
`);
    const [nginx, gunicorn] = facts.servers;
    expect(facts.servers).toHaveLength(2);
    expect(nginx).toMatchObject({ program: 'nginx', configFile: '/opt/program/nginx.conf', background: undefined });
    expect(gunicorn).toMatchObject({
      program: 'gunicorn',
      app: 'wsgi:app',
      workerClass: 'sync',
      workers: undefined,
      unknowns: ['workers'],
      timeout: { value: 60 },
    });
    expect(gunicorn?.socket).toEqual({
      value: '/tmp/gunicorn.sock',
      range: { start: { line: 19, character: 39 }, end: { line: 19, character: 64 } },
    });
    expect(facts.handlesSigterm).toBe(true);
    expect(facts.hasMain).toBe(true);
    expect(facts.rejectsExtraArgument).toBe(false);
  });

  it('leaves the inference toolkit to itself', () => {
    const facts = readPython(
      'from sagemaker_inference import model_server\nmodel_server.start_model_server(handler_service=H)',
    );
    expect(facts.servers).toMatchObject([{ program: 'sagemaker-inference', dynamic: true }]);
  });
});
