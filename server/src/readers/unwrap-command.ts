/** Programs that only start another one, with those of their options that take a value. */
const WRAPPERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['exec', ['-a']],
  ['command', []],
  ['nohup', []],
  ['time', []],
  ['setsid', []],
  ['nice', ['-n']],
  ['tini', ['-p', '-e']],
  ['dumb-init', ['-r', '--rewrite']],
  ['stdbuf', ['-i', '-o', '-e']],
  ['sudo', ['-u', '-g', '--user', '--group']],
  ['catchsegv', []],
  ['ddtrace-run', []],
  ['opentelemetry-instrument', ['--service_name', '--traces_exporter', '--metrics_exporter']],
  ['xvfb-run', ['-n', '-s', '--server-args']],
  ['numactl', []],
]);

/** Programs with a user or limit as their first argument. */
const ONE_ARGUMENT = new Set(['gosu', 'su-exec', 'timeout']);

/** Programs that start another one after `run`. */
const RUNNERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['conda', ['-n', '--name', '-p', '--prefix', '--cwd']],
  ['mamba', ['-n', '--name', '-p', '--prefix', '--cwd']],
  ['micromamba', ['-n', '--name', '-p', '--prefix', '--cwd']],
  ['poetry', []],
  ['pipenv', []],
  ['pdm', ['-p']],
  ['uv', ['--with', '--python', '-p', '--project', '--directory', '--env-file', '--extra', '--group']],
]);

/** Index of the word that is the program really started, past `exec`, `env A=b`, `tini --`, `conda run -n x` … */
export function programIndex(argv: readonly (string | undefined)[]): number {
  let at = 0;
  for (;;) {
    const next = pastWrapper(argv, at);
    if (next <= at || next >= argv.length) return at;
    at = next;
  }
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function pastWrapper(argv: readonly (string | undefined)[], at: number): number {
  const word = argv[at];
  if (word === undefined) return at;
  if (/^[A-Za-z_]\w*=/.test(word)) return at + 1;
  const name = baseName(word);
  if (name === 'env') return pastOptions(argv, at + 1, ['-u', '-C']);
  if (ONE_ARGUMENT.has(name)) return pastOptions(argv, at + 1, ['-s', '-k']) + 1;
  const values = WRAPPERS.get(name);
  if (values) return pastOptions(argv, at + 1, values);
  const runner = RUNNERS.get(name);
  return runner && argv[at + 1] === 'run' ? pastOptions(argv, at + 2, runner) : at;
}

function pastOptions(argv: readonly (string | undefined)[], from: number, withValue: readonly string[]): number {
  let i = from;
  for (; i < argv.length; i++) {
    const word = argv[i];
    if (word === '--') return i + 1;
    if (word?.startsWith('-') !== true) return i;
    if (withValue.includes(word)) i++;
  }
  return i;
}
