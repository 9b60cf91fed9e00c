import { describe, expect, it } from 'vitest';
import { applyEdits } from '../apply-edits';
import { lintFiles } from '../lint-files';

const HEAD = '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn uvicorn flask waitress\n';
const SCRIPT = `${HEAD}COPY serve /usr/local/bin/serve\n`;

type Files = Readonly<Record<string, string>>;

/** `severity line:character` of each finding of the rule. */
function places(files: Files, rule: string): readonly string[] {
  return lintFiles(files)
    .findings.filter((it) => it.rule === rule)
    .map((it) => `${it.severity} ${it.range.start.line + 1}:${it.range.start.character + 1}`);
}

function script(body: string): Files {
  return { Dockerfile: SCRIPT, '+x serve': `#!/bin/sh\n${body}\n` };
}

/** The files after the first fix of the rule. */
function fixed(files: Files, rule: string): Files {
  const finding = lintFiles(files).findings.find((it) => it.rule === rule);
  const [fix] = finding?.fixes ?? [];
  return fix ? applyEdits(files, 'Dockerfile', fix.edits) : {};
}

describe('listens-on-8080', () => {
  const rule = 'listens-on-8080';

  it('points into the shell form, and changes the port there', () => {
    const files = { Dockerfile: `${HEAD}ENTRYPOINT gunicorn -b 0.0.0.0:8000 -w 2 app:app\n` };
    expect(places(files, rule)).toEqual(['error 4:12']);
    expect(fixed(files, rule).Dockerfile).toContain('-b 0.0.0.0:8080 -w 2');
  });

  it('adds the flag within the word after -c', () => {
    const files = { Dockerfile: `${HEAD}ENTRYPOINT ["/bin/sh", "-c", "exec uvicorn app:app --host 0.0.0.0"]\n` };
    expect(fixed(files, rule).Dockerfile).toContain('"exec uvicorn app:app --host 0.0.0.0 --port 8080"]');
  });

  it('adds the flag in a script, before a comment', () => {
    const files = script('exec uvicorn app:app --host 0.0.0.0 # go');
    expect(fixed(files, rule)['+x serve']).toContain('app:app --host 0.0.0.0 --port 8080 # go');
  });

  it('says where the environment sets the port, in whichever form', () => {
    const env = HEAD.replace('RUN', 'ENV PORT=9000\nRUN');
    const files = { Dockerfile: `${env}CMD uvicorn app:app --host 0.0.0.0 --port \${PORT:-8080}\n` };
    expect(places(files, rule)).toEqual(['error 3:5']);
    expect(fixed(files, rule).Dockerfile).toContain('ENV PORT=8080');
  });

  it('is in doubt where a variable may say otherwise', () => {
    expect(places(script('exec uvicorn app:app --host 0.0.0.0 --port ${PORT:-8000}'), rule)).toEqual(['warning 4:6']);
    expect(places(script('exec uvicorn app:app --host 0.0.0.0 --port ${PORT:-8080}'), rule)).toEqual([]);
    expect(places(script('exec uvicorn app:app --host 0.0.0.0 $OPTIONS'), rule)).toEqual([]);
  });

  it('is in doubt where an unseen program or base may be in front', () => {
    expect(places(script('/opt/program/front &\nexec uvicorn app:app --host 0.0.0.0 --port 8000'), rule)).toEqual([
      'warning 4:6',
    ]);
    const unknown = '# sagemaker: roles=inference\nFROM acme/base:1\nENTRYPOINT ["gunicorn", "app:app"]\n';
    expect(places({ Dockerfile: unknown }, rule)).toEqual(['warning 3:13']);
  });

  it('reads GUNICORN_CMD_ARGS and the variables of other programs', () => {
    const gunicorn = (bind: string): Files => ({
      Dockerfile: `${HEAD}ENV GUNICORN_CMD_ARGS="--bind=${bind}"\nENTRYPOINT ["gunicorn", "app:app"]\n`,
    });
    expect(places(gunicorn('0.0.0.0:9080'), rule)).toEqual(['error 4:5']);
    expect(places(gunicorn('0.0.0.0:8080'), rule)).toEqual([]);
    const uvicorn = `${HEAD}ENV UVICORN_PORT=8080 UVICORN_HOST=0.0.0.0\nENTRYPOINT ["sh", "-c", "uvicorn app:app"]\n`;
    expect(places({ Dockerfile: uvicorn }, rule)).toEqual([]);
  });

  it('reads the configuration of torchserve', () => {
    const files = (address: string): Files => ({
      Dockerfile:
        '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install torchserve\nCOPY config.properties /srv/\nENTRYPOINT ["sh", "-c", "torchserve --start --foreground --ts-config /srv/config.properties"]\n',
      'config.properties': `inference_address=${address}\n`,
    });
    expect(places(files('http://0.0.0.0:8085'), rule)).toEqual(['error 4:6']);
    expect(places(files('http://0.0.0.0:8080'), rule)).toEqual([]);
    expect(places(files('http://127.0.0.1:8080'), 'listens-on-all-interfaces')).toEqual(['error 4:6']);
  });

  it('leaves CMD of a processing image alone', () => {
    const files = { Dockerfile: `${HEAD.replace('inference', 'inference,processing')}CMD ["uvicorn", "app:app"]\n` };
    expect(places(files, rule)).toEqual([]);
  });

  it('ignores other modes of a start script when one listens right', () => {
    const body =
      'case "$1" in\nserve) exec gunicorn -b 0.0.0.0:8080 app:app ;;\nlocal) exec flask run --port 5000 ;;\nesac';
    expect(places(script(body), rule)).toEqual([]);
    expect(places(script(body), 'listens-on-all-interfaces')).toEqual([]);
  });

  it('expects a demo page to answer SageMaker only when the file says so', () => {
    const page =
      'FROM python:3.12-slim\nRUN pip install streamlit sagemaker-inference\nENTRYPOINT ["streamlit", "run", "app.py"]\n';
    expect(places({ Dockerfile: page }, rule)).toEqual([]);
    expect(places({ Dockerfile: `# sagemaker: roles=inference\n${page}` }, rule)).toEqual(['error 4:13']);
  });

  it('keeps its ranges inside lines that end with CR LF', () => {
    const files = {
      Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", \\\n  "--bind", "0.0.0.0:8000", "app:app"]\n`.replaceAll(
        '\n',
        '\r\n',
      ),
    };
    expect(places(files, rule)).toEqual(['error 5:13']);
    expect(fixed(files, rule).Dockerfile).toContain('"0.0.0.0:8080"');
  });
});

describe('the sample of AWS', () => {
  const nginx = (listen: string): string =>
    `daemon off;\nevents {}\nhttp {\n  include /etc/nginx/mime.types;\n  upstream gunicorn { server unix:/tmp/gunicorn.sock; }\n  server {\n    listen ${listen} deferred;\n    client_max_body_size 5m;\n    proxy_read_timeout 1200s;\n    location ~ ^/(ping|invocations) { proxy_pass http://gunicorn; }\n    location / { return 404 "{}"; }\n  }\n}\n`;
  const files = (listen: string, socket = '/tmp/gunicorn.sock'): Files => ({
    Dockerfile:
      '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get -y update && apt-get install -y nginx && pip install flask gevent gunicorn\nENV PATH="/opt/program:${PATH}"\nCOPY program /opt/program\nWORKDIR /opt/program\n',
    '+x program/serve': `#!/usr/bin/env python\nimport os, subprocess\nworkers = int(os.environ.get('MODEL_SERVER_WORKERS', os.cpu_count()))\nnginx = subprocess.Popen(['nginx', '-c', '/opt/program/nginx.conf'])\ngunicorn = subprocess.Popen(['gunicorn', '--timeout', str(os.environ.get('MODEL_SERVER_TIMEOUT', 60)), '-k', 'sync', '-b', 'unix:${socket}', '-w', str(workers), 'wsgi:app'])\nos.wait()\n`,
    'program/nginx.conf': nginx(listen),
  });

  it('has nothing but its small body limit', () => {
    const found = lintFiles(files('8080')).findings.filter((it) => it.severity !== 'hint');
    expect(found.map((it) => `${it.severity} ${it.rule}`)).toEqual(['info nginx-body-limit-fits']);
  });

  it('is broken by another port, or another socket', () => {
    expect(places(files('80'), 'nginx-listens-on-8080')).toEqual(['error 5:6']);
    expect(places(files('8080', '/tmp/app.sock'), 'sockets-agree')).toEqual(['error 5:6']);
    expect(fixed(files('80'), 'nginx-listens-on-8080')['program/nginx.conf']).toBe(nginx('8080'));
  });
});

describe('nginx in front', () => {
  const config = (server: string, http = ''): string =>
    `daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n${http}  server {\n${server}\n  }\n}\n`;
  const files = (serve: string, nginx: string): Files => ({
    Dockerfile:
      '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
    '+x serve': `#!/bin/sh\n${serve}\nexec nginx -c /opt/program/nginx.conf\n`,
    'nginx.conf': nginx,
  });
  const gunicorn = (bind: string): string => `gunicorn -b ${bind} -w 2 -t 60 app:app &`;
  const pass = (to: string): string => `location / { proxy_pass http://${to}; }`;

  it('is only likely while the address of the server behind is not known', () => {
    expect(
      places(files(gunicorn('$BIND'), config(`listen 80; ${pass('127.0.0.1:5000')}`)), 'nginx-listens-on-8080'),
    ).toEqual(['warning 4:6']);
    expect(
      places(
        files(gunicorn('$BIND'), config('listen 8080; location /predict { return 200; }')),
        'nginx-routes-contract',
      ),
    ).toEqual(['warning 4:6']);
  });

  it('is not there when the server answers on 8080 itself', () => {
    const routes = config('listen 80; location /docs { return 200; }');
    expect(places(files(gunicorn('0.0.0.0:8080'), routes), 'nginx-routes-contract')).toEqual([]);
  });

  it('is not judged by routes that SageMaker never calls', () => {
    const extra = `listen 8080; location /metrics { proxy_pass http://127.0.0.1:9090; } ${pass('127.0.0.1:5000')}`;
    expect(places(files(gunicorn('127.0.0.1:5000'), config(extra)), 'sockets-agree')).toEqual([]);
  });

  it('needs one server of an upstream that answers', () => {
    const upstream = '  upstream app { server 127.0.0.1:5000; server 127.0.0.1:5001 backup; }\n';
    expect(
      places(files(gunicorn('127.0.0.1:5001'), config(`listen 8080; ${pass('app')}`, upstream)), 'sockets-agree'),
    ).toEqual([]);
    expect(
      places(files(gunicorn('127.0.0.1:5002'), config(`listen 8080; ${pass('app')}`, upstream)), 'sockets-agree'),
    ).toEqual(['error 4:6']);
  });

  it('may get its configuration at start', () => {
    const rendered = files(
      'envsubst < /opt/program/nginx.conf > /tmp/nginx.conf',
      config(`listen 80; ${pass('127.0.0.1:5000')}`),
    );
    expect(places(rendered, 'nginx-listens-on-8080')).toEqual([]);
    expect(places(rendered, 'nginx-body-limit-fits')).toEqual([]);
  });

  it('has the limit of its most generous location, none meaning all', () => {
    const limits = config(
      `listen 8080; client_max_body_size 1m; location / { client_max_body_size 0; proxy_pass http://127.0.0.1:5000; }`,
    ).replace('  client_max_body_size 0;\n', '');
    expect(places(files(gunicorn('127.0.0.1:5000'), limits), 'nginx-body-limit-fits')).toEqual([]);
  });

  it('gets one `daemon off`, not two', () => {
    const background = files(
      gunicorn('127.0.0.1:5000'),
      config(`listen 8080; ${pass('127.0.0.1:5000')}`).replace('daemon off;\n', ''),
    );
    const [finding] = lintFiles(background).findings.filter((it) => it.rule === 'nginx-stays-in-foreground');
    expect(finding?.fixes.map((it) => it.title)).toEqual(['Insert `daemon off;` into nginx.conf']);
  });
});

describe('web-server-is-installed', () => {
  const rule = 'web-server-is-installed';
  const image = (install: string, base = 'python:3.12-slim'): Files => ({
    Dockerfile: `# sagemaker: roles=inference\nFROM ${base}\n${install}\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n`,
  });

  it('is sure only when every install is read', () => {
    expect(places(image('RUN pip install flask'), rule)).toEqual(['error 4:13']);
    expect(places(image('ARG EXTRA\nRUN pip install flask $EXTRA'), rule)).toEqual([]);
    expect(places(image('RUN pip install -r missing.txt'), rule)).toEqual([]);
    expect(places(image('RUN pip install flask && ./install.sh'), rule)).toEqual([]);
    expect(places(image('RUN pip install .'), rule)).toEqual([]);
    expect(places(image('RUN curl -sSf https://example.com/install | sh'), rule)).toEqual([]);
  });

  it('knows the packages of the system, and bases that may carry more', () => {
    expect(places(image('RUN apt-get update && apt-get install -y gunicorn'), rule)).toEqual([]);
    expect(places(image('RUN pip install flask', 'acme/base:1'), rule)).toEqual([]);
    expect(places(image('RUN pip install flask', 'continuumio/miniconda3'), rule)).toEqual([]);
  });
});
