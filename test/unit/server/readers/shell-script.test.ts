import { describe, expect, it } from 'vitest';
import { readShellScript } from '../../../../server/src/readers/shell-script';

const servers = (text: string): unknown[] =>
  readShellScript(text).servers.map((it) => [it.program, it.host?.value, it.port?.value]);
const starts = (text: string): unknown[] => readShellScript(text).starts.map((it) => it.value.join(' '));

describe('readShellScript', () => {
  it('reads a script for both words', () => {
    const facts = readShellScript(`#!/bin/bash
set -euo pipefail
trap 'kill $PID' SIGTERM
PORT=\${SAGEMAKER_BIND_TO_PORT:-8080}
case "$1" in
  train) exec python train.py ;;
  serve|"api")
    nginx -g 'daemon off;' &
    exec gunicorn -b "0.0.0.0:$PORT" -w 4 app:app
    ;;
  *) exec "$@" ;;
esac
`);
    expect(facts).toMatchObject({
      shebang: '#!/bin/bash',
      errexit: true,
      trapsTerm: true,
      passesArguments: true,
      readsArguments: true,
      endsWithExec: true,
      swallowsExitCode: undefined,
    });
    expect(facts.dispatchesOn).toEqual(['train', 'serve', 'api']);
    expect(facts.starts.map((it) => it.value)).toEqual([['python', 'train.py']]);
    expect(facts.servers).toMatchObject([
      { program: 'nginx', background: false },
      {
        program: 'gunicorn',
        host: { value: '0.0.0.0' },
        port: { value: 8080 },
        dynamic: true,
        portVariables: ['SAGEMAKER_BIND_TO_PORT'],
        workers: { value: 4 },
        app: 'app:app',
      },
    ]);
    expect(facts.servers[1]?.workers?.range).toEqual({
      start: { line: 8, character: 40 },
      end: { line: 8, character: 41 },
    });
  });

  it.each<[string, unknown[]]>([
    ['gunicorn -b 0.0.0.0:8080 a:b', [['gunicorn', '0.0.0.0', 8080]]],
    ['PORT=8080\nuvicorn a:b --port $PORT', [['uvicorn', undefined, 8080]]],
    ['export PORT="8080" HOST=0.0.0.0\nuvicorn a:b --port "${PORT}" --host $HOST', [['uvicorn', '0.0.0.0', 8080]]],
    ['if x; then PORT=1; else PORT=2; fi\nuvicorn a:b --port $PORT', [['uvicorn', undefined, undefined]]],
    ['PORT=${PORT:-8080}\nuvicorn a:b --port $PORT', [['uvicorn', undefined, 8080]]],
    ['bash -c "gunicorn -b :8080 a:b"', [['gunicorn', '0.0.0.0', 8080]]],
    ['exec env A=1 gunicorn \\\n  -b :8080 \\\n  a:b', [['gunicorn', '0.0.0.0', 8080]]],
    ['start() {\n  gunicorn -b :8080 a:b\n}\nstart', [['gunicorn', '0.0.0.0', 8080]]],
    ['A=1 gunicorn -b :8080 a:b &\nwait', [['gunicorn', '0.0.0.0', 8080]]],
    ['echo gunicorn -b :8080', []],
    ['# gunicorn -b :8080 a:b', []],
  ])('finds the servers of %j', (text, expected) => {
    expect(servers(text)).toEqual(expected);
  });

  it('takes a trailing "$@" for no setting', () => {
    const server = readShellScript('exec gunicorn -b :8080 a:b "$@"').servers[0];
    expect(server).toMatchObject({ dynamic: false, unknowns: [] });
    expect(readShellScript('exec gunicorn $OPTS a:b').servers[0]).toMatchObject({ dynamic: true });
  });

  it.each([
    ['python /opt/program/app.py --x 1', ['python /opt/program/app.py --x 1']],
    ['exec python train.py "$@"', ['python train.py $@']],
    ['cd /x && ./run.sh', ['./run.sh']],
    ['DIR=/opt\npython $DIR/a.py', ['python /opt/a.py']],
    ['echo hi; mkdir -p /x; export A=1; pip install x; python --version', []],
    ['exec "$@"', []],
    ['$CMD x', []],
    ['conda run -n e python a.py', ['python a.py']],
    ['if true; then java -cp x Main; fi', ['java -cp x Main']],
  ])('finds what %j starts', (text, expected) => {
    expect(starts(text)).toEqual(expected);
  });

  it.each([
    ['exec "$@"', true],
    ['exec python a.py', true],
    ['python a.py', false],
    ['exec > log\npython a.py', false],
    ['if x; then exec python a.py; fi', true],
    ['', false],
  ])('ends with exec: %j → %s', (text, expected) => {
    expect(readShellScript(text).endsWithExec).toBe(expected);
  });

  it.each([
    ['python a.py $@', true],
    ['python a.py "${@}"', true],
    ['python a.py $*', true],
    ['python a.py $1', false],
    ['f() { python "$@"; }\nf', false],
    ['echo "$@"', false],
    ["python '$x'", false],
  ])('passes arguments: %j → %s', (text, expected) => {
    expect(readShellScript(text).passesArguments).toBe(expected);
  });

  it.each<[string, string[]]>([
    ['if [ "$1" = "train" ]; then x; elif [[ $1 == serve ]]; then y; fi', ['train', 'serve']],
    ['MODE=${1:-serve}\nif [ "$MODE" = train ]; then x; fi', ['train']],
    ['if [ "x$1" = "xtrain" ]; then x; fi', ['train']],
    ['if test train = "$1"; then x; fi', ['train']],
    ['case $1 in\n(train) a;;\n"serve" ) b;;\n*) c;;\nesac', ['train', 'serve']],
    ['MODE="$1"\ncase "${MODE}" in train) a;; esac', ['train']],
    ['case $OS in linux) a;; esac', []],
    ['if [ "$X" = "train" ]; then x; fi', []],
  ])('dispatches: %j', (text, expected) => {
    expect(readShellScript(text).dispatchesOn).toEqual(expected);
  });

  it('reads arguments outside functions only', () => {
    expect(readShellScript('python a.py $1').readsArguments).toBe(true);
    expect(readShellScript('shift').readsArguments).toBe(true);
    expect(readShellScript('f() { echo $1; }').readsArguments).toBe(false);
    expect(readShellScript("awk '{print $1}' x").readsArguments).toBe(false);
    expect(readShellScript('echo $0').readsArguments).toBe(false);
  });

  it('tells errexit', () => {
    expect(readShellScript('set -ex').errexit).toBe(true);
    expect(readShellScript('set -o errexit').errexit).toBe(true);
    expect(readShellScript('#!/bin/sh -e\n').errexit).toBe(true);
    expect(readShellScript('set -u').errexit).toBe(false);
    expect(readShellScript('set +e').errexit).toBe(false);
  });

  it('tells a swallowed exit code', () => {
    expect(readShellScript('python a.py || true').swallowsExitCode?.value).toBe('|| true');
    expect(readShellScript('python a.py 2>&1 | tee log').swallowsExitCode).toEqual({
      value: '| tee',
      range: { start: { line: 0, character: 19 }, end: { line: 0, character: 26 } },
    });
    expect(readShellScript('set -o pipefail\npython a.py | tee log').swallowsExitCode).toBeUndefined();
    expect(readShellScript('set -eo pipefail\npython a.py | tee log').swallowsExitCode).toBeUndefined();
    expect(readShellScript('python a.py || exit 1').swallowsExitCode).toBeUndefined();
    expect(readShellScript('python a.py || { echo no; exit 1; }').swallowsExitCode).toBeUndefined();
    expect(readShellScript('pip install x || true\npython a.py').swallowsExitCode).toBeUndefined();
    expect(readShellScript('python a.py || true\npython b.py').swallowsExitCode).toBeUndefined();
  });

  it('tells traps', () => {
    expect(readShellScript('trap stop TERM INT').trapsTerm).toBe(true);
    expect(readShellScript('trap stop 15').trapsTerm).toBe(true);
    expect(readShellScript('trap - TERM').trapsTerm).toBe(false);
    expect(readShellScript('trap cleanup EXIT').trapsTerm).toBe(false);
  });

  it('stands any text, in linear time', () => {
    for (const text of [
      '',
      '\u0000',
      '"',
      '$(',
      '${',
      'case $1 in',
      'x;'.repeat(20_000),
      'case $1 in a) '.repeat(3000),
      'A=$A$A\n'.repeat(5000),
      Array.from({ length: 3000 }, (_, i) => `A${String(i)}=$A${String(i - 1)}x\n`).join(''),
      'a | '.repeat(10_000),
      'a || '.repeat(10_000),
      '('.repeat(10_000),
      '${'.repeat(10_000),
    ]) {
      const begin = performance.now();
      expect(() => readShellScript(text)).not.toThrow();
      expect(performance.now() - begin, text.slice(0, 20)).toBeLessThan(3000);
    }
  });
});
