import { describe, expect, it } from 'vitest';
import type { Range } from 'vscode-languageserver-types';
import { readServerCommand } from '../../../../server/src/readers/server-command';
import type { ServerStart } from '../../../../server/src/readers/types';

const rangeOf = (index: number): Range => ({
  start: { line: index, character: 0 },
  end: { line: index, character: 9 },
});

function read(
  command: string | readonly (string | undefined)[],
  env: Readonly<Record<string, string>> = {},
): ServerStart | undefined {
  const argv = typeof command === 'string' ? command.split(' ') : command;
  return readServerCommand(argv, rangeOf, (name) => env[name]);
}

/** host, port, socket, app of a command. */
function bind(
  command: string | readonly (string | undefined)[],
  env: Readonly<Record<string, string>> = {},
): readonly unknown[] {
  const it = read(command, env);
  return [it?.program, it?.host?.value, it?.port?.value, it?.socket?.value, it?.app];
}

const U = undefined;

describe('readServerCommand', () => {
  it.each<[string, readonly unknown[]]>([
    ['gunicorn app:app', ['gunicorn', U, U, U, 'app:app']],
    ['gunicorn -b 0.0.0.0:8080 app:app', ['gunicorn', '0.0.0.0', 8080, U, 'app:app']],
    ['gunicorn --bind=0.0.0.0:8080 app:app', ['gunicorn', '0.0.0.0', 8080, U, 'app:app']],
    ['gunicorn --bind 0.0.0.0:8080 app:app', ['gunicorn', '0.0.0.0', 8080, U, 'app:app']],
    ['gunicorn -b0.0.0.0:8080 app:app', ['gunicorn', '0.0.0.0', 8080, U, 'app:app']],
    ['gunicorn -b :8080 app:app', ['gunicorn', '0.0.0.0', 8080, U, 'app:app']],
    ['gunicorn -b [::]:8080 app:app', ['gunicorn', '::', 8080, U, 'app:app']],
    ['gunicorn -b unix:/tmp/g.sock wsgi:app', ['gunicorn', U, U, '/tmp/g.sock', 'wsgi:app']],
    ['gunicorn -b unix:///tmp/g.sock wsgi:app', ['gunicorn', U, U, '/tmp/g.sock', 'wsgi:app']],
    ['gunicorn -b 127.0.0.1 app:app', ['gunicorn', '127.0.0.1', U, U, 'app:app']],
    [
      'gunicorn --reload --preload -k gevent app:create_app() -b :80',
      ['gunicorn', '0.0.0.0', 80, U, 'app:create_app()'],
    ],
    ['/opt/venv/bin/gunicorn -b :8080 a:b serve', ['gunicorn', '0.0.0.0', 8080, U, 'a:b']],
    ['python -m gunicorn -b :8080 a:b', ['gunicorn', '0.0.0.0', 8080, U, 'a:b']],
    ['python3.11 -u -m uvicorn main:app --host 0.0.0.0 --port 8080', ['uvicorn', '0.0.0.0', 8080, U, 'main:app']],
    ['uvicorn --host=0.0.0.0 --port=8080 --reload main:app', ['uvicorn', '0.0.0.0', 8080, U, 'main:app']],
    ['uvicorn main:app --uds /tmp/u.sock', ['uvicorn', U, U, '/tmp/u.sock', 'main:app']],
    ['hypercorn -b 0.0.0.0:8080 main:app', ['hypercorn', '0.0.0.0', 8080, U, 'main:app']],
    ['waitress-serve --host 0.0.0.0 --port=8080 --call app:create', ['waitress', '0.0.0.0', 8080, U, 'app:create']],
    ['waitress-serve --listen=*:8080 app:app', ['waitress', '0.0.0.0', 8080, U, 'app:app']],
    ['flask run --host=0.0.0.0 -p 8080', ['flask', '0.0.0.0', 8080, U, U]],
    ['flask --app server run -h 0.0.0.0', ['flask', '0.0.0.0', U, U, 'server']],
    ['python -m flask run --port 8080', ['flask', U, 8080, U, U]],
    ['python -m http.server 8080 --bind 0.0.0.0', ['http.server', '0.0.0.0', 8080, U, U]],
    ['torchserve --start --ts-config /c.properties', ['torchserve', U, U, U, U]],
    [
      'tritonserver --model-repository=/m --http-port=8080 --http-address 0.0.0.0',
      ['tritonserver', '0.0.0.0', 8080, U, U],
    ],
    ['tritonserver --allow-sagemaker=true --sagemaker-port=8080 --http-port 9000', ['tritonserver', U, 8080, U, U]],
    ['mlflow models serve -m /m -h 0.0.0.0 -p 8080', ['mlflow', '0.0.0.0', 8080, U, U]],
    ['bentoml serve svc:latest --port 8080', ['bentoml', U, 8080, U, 'svc:latest']],
    ['tensorflow_model_server --rest_api_port=8080 --model_name=m', ['tensorflow_model_server', U, 8080, U, U]],
    ['serve run app:d --host 0.0.0.0 --port 8080', ['ray', '0.0.0.0', 8080, U, 'app:d']],
    ['text-embeddings-router --port 8080 --hostname 0.0.0.0', ['text-embeddings-router', '0.0.0.0', 8080, U, U]],
    ['vllm serve my/model --host 0.0.0.0 --port 8080', ['vllm', '0.0.0.0', 8080, U, U]],
    ['python -m vllm.entrypoints.openai.api_server --port 8080', ['vllm', U, 8080, U, U]],
    ['streamlit run app.py --server.port=8080 --server.address=0.0.0.0', ['streamlit', '0.0.0.0', 8080, U, 'app.py']],
    ['jupyter lab --ip=0.0.0.0 --port=8888 --no-browser', ['jupyter', '0.0.0.0', 8888, U, U]],
    ['fastapi run main.py --port 8080', ['fastapi', U, 8080, U, U]],
    ['java -Dserver.port=8080 -jar app.jar', ['other', U, 8080, U, U]],
    ['exec env A=b tini -- gunicorn -b :8080 a:b', ['gunicorn', '0.0.0.0', 8080, U, 'a:b']],
    ['conda run --no-capture-output -n env gunicorn -b :8080 a:b', ['gunicorn', '0.0.0.0', 8080, U, 'a:b']],
    ['poetry run uvicorn a:b', ['uvicorn', U, U, U, 'a:b']],
    ['gosu app gunicorn a:b', ['gunicorn', U, U, U, 'a:b']],
  ])('%s', (command, expected) => {
    expect(bind(command)).toEqual(expected);
  });

  it.each([
    ['python app.py'],
    ['python'],
    ['python -c pass'],
    ['serve'],
    ['train'],
    ['flask routes'],
    ['mlflow run .'],
    ['streamlit hello'],
    ['bash'],
    ['node'],
    ['java Main'],
    ['jupyter nbconvert x'],
    [''],
    ['python -m pytest'],
  ])('is none: %s', (command) => {
    expect(read(command)).toBeUndefined();
  });

  it('is none without words', () => {
    expect(read([])).toBeUndefined();
    expect(read([undefined, 'gunicorn'])).toBeUndefined();
  });

  it('points at the word that says it', () => {
    const it = read('gunicorn -w 4 --threads=2 -b 0.0.0.0:8080 app:app');
    expect(it?.workers).toEqual({ value: 4, range: rangeOf(2) });
    expect(it?.threads).toEqual({ value: 2, range: rangeOf(3) });
    expect(it?.port?.range).toEqual(rangeOf(5));
    expect(it?.range).toEqual({ start: rangeOf(0).start, end: rangeOf(6).end });
  });

  it('reads workers, class, timeout, config and certificates', () => {
    const it = read(
      'gunicorn -k uvicorn.workers.UvicornWorker --timeout 120 -c gunicorn.conf.py --certfile c.pem app:app',
    );
    expect(it).toMatchObject({
      workerClass: 'uvicorn.workers.UvicornWorker',
      configFile: 'gunicorn.conf.py',
      tls: true,
    });
    expect(it?.timeout?.value).toBe(120);
    expect(read('gunicorn app:app')).toMatchObject({
      tls: false,
      workers: undefined,
      timeout: undefined,
      unknowns: [],
      dynamic: false,
    });
    expect(read('tensorflow_model_server --rest_api_timeout_in_ms=60000')?.timeout?.value).toBe(60);
  });

  it('takes a variable with its fallback', () => {
    const it = read('gunicorn -b 0.0.0.0:${SAGEMAKER_BIND_TO_PORT:-8080} app:app');
    expect(it).toMatchObject({ dynamic: true, portVariables: ['SAGEMAKER_BIND_TO_PORT'], unknowns: [] });
    expect(it?.port?.value).toBe(8080);
    expect(it?.host?.value).toBe('0.0.0.0');
    expect(read('uvicorn a:b --port ${A:-${B:-9000}}')?.port?.value).toBe(9000);
  });

  it('keeps a variable without a value unknown', () => {
    const it = read('uvicorn a:b --host 0.0.0.0 --port $PORT');
    expect(it).toMatchObject({ dynamic: true, portVariables: ['PORT'], port: undefined, unknowns: ['port'] });
    expect(it?.host?.value).toBe('0.0.0.0');
    expect(read('uvicorn a:b --port $PORT', { PORT: '8080' })?.port?.value).toBe(8080);
    expect(read('gunicorn -w $(nproc) a:b')).toMatchObject({
      workers: undefined,
      unknowns: ['workers'],
      dynamic: false,
    });
    expect(read('gunicorn -w `nproc` a:b')?.unknowns).toEqual(['workers']);
  });

  it('takes several binds', () => {
    const it = read('gunicorn -b 0.0.0.0:8080 -b unix:/tmp/x -b :9090 a:b');
    expect(it?.port?.value).toBe(8080);
    expect(it?.otherPorts.map((port) => port.value)).toEqual([9090]);
    expect(it?.socket?.value).toBe('/tmp/x');
  });

  it('leaves everything open when a word is not known', () => {
    const it = read(['gunicorn', undefined, 'app:app']);
    expect(it?.dynamic).toBe(true);
    expect(it?.unknowns).toEqual(expect.arrayContaining(['host', 'port', 'workers', 'timeout']));
    const bound = read(['gunicorn', '-b', '0.0.0.0:8080', undefined]);
    expect(bound?.dynamic).toBe(false);
    expect(bound?.unknowns).not.toContain('port');
    expect(bound?.unknowns).toContain('workers');
    expect(read(['gunicorn', '-w', undefined, '-b', ':8080', 'a:b'])?.unknowns).toEqual(['workers']);
  });

  it('honours the environment', () => {
    expect(bind('gunicorn a:b', { GUNICORN_CMD_ARGS: "--bind=0.0.0.0:8080 --workers '3'" })).toEqual([
      'gunicorn',
      '0.0.0.0',
      8080,
      U,
      'a:b',
    ]);
    expect(read('gunicorn a:b', { GUNICORN_CMD_ARGS: '-w 3' })?.workers?.value).toBe(3);
    expect(read('gunicorn -w 2 a:b', { GUNICORN_CMD_ARGS: '-w 3' })?.workers?.value).toBe(2);
    expect(read('gunicorn a:b', { WEB_CONCURRENCY: '5' })?.workers?.value).toBe(5);
    expect(bind('gunicorn a:b', { PORT: '8080' })).toEqual(['gunicorn', '0.0.0.0', 8080, U, 'a:b']);
    expect(bind('gunicorn -b :9 a:b', { PORT: '8080' })).toEqual(['gunicorn', '0.0.0.0', 9, U, 'a:b']);
    expect(bind('flask run', { FLASK_RUN_PORT: '8080', FLASK_RUN_HOST: '0.0.0.0' })).toEqual([
      'flask',
      '0.0.0.0',
      8080,
      U,
      U,
    ]);
  });

  it.each<[string, boolean]>([
    ['uvicorn a:b', true],
    ['uvicorn a:b serve', true],
    ['hypercorn a:b', true],
    ['flask run', true],
    ['waitress-serve a:b', true],
    ['nginx -g daemon-off', true],
    ['torchserve --start', true],
    ['tritonserver', true],
    ['mlflow models serve -m x', true],
    ['bentoml serve', false],
    ['bentoml serve x', true],
    ['gunicorn a:b', false],
    ['tensorflow_model_server', false],
    ['streamlit run a.py', false],
    ['java -jar a.jar', false],
  ])('rejects an extra word: %s → %s', (command, expected) => {
    expect(read(command)?.rejectsExtraArgument).toBe(expected);
  });

  it('knows what goes to the background', () => {
    expect(read(['nginx', '-g', 'daemon off;'])?.background).toBe(false);
    expect(read(['nginx', '-g', 'daemon on;'])?.background).toBe(true);
    expect(read('nginx -c /n.conf')).toMatchObject({ background: undefined, configFile: '/n.conf' });
    expect(read('torchserve --start')?.background).toBe(true);
    expect(read('torchserve --start --foreground')?.background).toBe(false);
    expect(read('gunicorn -D a:b')?.background).toBe(true);
    expect(read('gunicorn a:b')?.background).toBe(false);
  });

  it('keeps all options', () => {
    expect(read('tritonserver --allow-sagemaker=true --log-verbose 1')?.options).toEqual(
      new Map([
        ['--allow-sagemaker', 'true'],
        ['--log-verbose', '1'],
      ]),
    );
  });

  it('reads plumber', () => {
    const one = read(['Rscript', '-e', "pr <- plumber::plumb('/opt/app.R'); pr$run(host='0.0.0.0', port=8080)"]);
    expect([one?.program, one?.host?.value, one?.port?.value]).toEqual(['plumber', '0.0.0.0', 8080]);
    const two = read(['R', '-e', 'plumber::pr_run(pr, port = as.integer(Sys.getenv("PORT", "8080")))']);
    expect(two).toMatchObject({ dynamic: true, portVariables: ['PORT'] });
    expect(two?.port?.value).toBe(8080);
    expect(read(['Rscript', '-e', 'print(1)'])).toBeUndefined();
    expect(read(['Rscript', 'plumber.R'])).toBeUndefined();
  });

  it('treats java and node as servers of which nothing is known', () => {
    expect(read('node server.js')).toMatchObject({ program: 'other', dynamic: true, host: undefined });
    expect(read('node server.js')?.unknowns).toContain('port');
  });

  it('ignores ports that are none', () => {
    expect(read('uvicorn a:b --port 99999')).toMatchObject({ port: undefined, unknowns: ['port'] });
  });

  it('stands long command lines', () => {
    const words = Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? '-b' : '${'.repeat(50)));
    const begin = performance.now();
    expect(() => read(['gunicorn', ...words])).not.toThrow();
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});
