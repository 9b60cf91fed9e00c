import { isInterpreter } from '../../../contract/servers';
import { baseName, type Step } from './walk';

/** Launchers run a Python file that needs neither execute bit nor shebang. */
const PYTHON_LAUNCHER = /^(?:torchrun|deepspeed|accelerate)$/;

export function isWrapper(program: string): boolean {
  return WRAPPERS[baseName(program)] !== undefined;
}

/**
 * When the program only starts another one (`tini --`, `env X=y`, `conda run -n e`, `torchrun` …), the step of that other
 * program; undefined when it is no wrapper. An empty argv: a wrapper with nothing to run.
 */
export function stripWrapper(step: Step): Step | undefined {
  const program = step.argv[0];
  if (program === undefined) return undefined;
  const skip = WRAPPERS[baseName(program)];
  if (!skip) return undefined;
  const rest = skip(step.argv);
  if (rest === undefined) return undefined;
  const launched = PYTHON_LAUNCHER.test(baseName(program));
  // Written as the command line of Python that it comes to.
  const shift = launched ? rest - 1 : rest;
  const wordAt = step.wordAt === undefined || step.wordAt < rest ? undefined : step.wordAt - shift;
  return {
    ...step,
    argv: [...(launched ? ['python3'] : []), ...step.argv.slice(rest)],
    // The appended word itself becomes the program.
    role: wordAt === 0 ? 'program' : step.role,
    wordAt: wordAt === 0 ? undefined : wordAt,
    word: wordAt === 0 ? undefined : step.word,
    rangeOf: (index) => step.rangeOf(index + shift),
    direct: true,
  };
}

type Skip = (argv: readonly (string | undefined)[]) => number | undefined;

/** Skips options (those of `withValue` with their value) and a `--`. */
function options(withValue: readonly string[] = [], from = 1): Skip {
  return (argv) => {
    let i = from;
    while (i < argv.length) {
      const argument = argv[i];
      if (argument === undefined) return i;
      if (argument === '--') return i + 1;
      if (!argument.startsWith('-') || argument === '-') return i;
      i += withValue.includes(argument) ? 2 : 1;
    }
    return i;
  };
}

function afterUser(argv: readonly (string | undefined)[]): number {
  return Math.min(2, argv.length);
}

/** `run` must come first: `conda run`, `poetry run`, `uv run`. */
function runSubcommand(withValue: readonly string[]): Skip {
  return (argv) => (argv[1] === 'run' ? options(withValue, 2)(argv) : undefined);
}

function environment(argv: readonly (string | undefined)[]): number {
  let i = 1;
  while (i < argv.length) {
    const argument = argv[i];
    if (argument === undefined) break;
    if (argument === '-u' || argument === '-C') i += 2;
    else if (argument.startsWith('-') || /^\w+=/.test(argument)) i += 1;
    else break;
  }
  return i;
}

/** A launcher of Python programs: its options are many, the program is what ends in `.py`. */
function beforeScript(from: number): Skip {
  return (argv) => {
    const at = argv.findIndex((it, i) => i >= from && it?.endsWith('.py') === true);
    return at < 0 || argv.slice(0, at).some((it) => it === '-m' || it === '--module') ? undefined : at;
  };
}

/** A launcher of any program: the interpreter that it starts. */
function beforeInterpreter(argv: readonly (string | undefined)[]): number | undefined {
  const at = argv.findIndex((it, i) => i > 0 && it !== undefined && isInterpreter(it));
  return at < 0 ? undefined : at;
}

const CONDA = ['-n', '--name', '-p', '--prefix', '--cwd'];

const WRAPPERS: Readonly<Record<string, Skip>> = {
  tini: options(['-p', '-e']),
  'tini-static': options(['-p', '-e']),
  'dumb-init': options(['-r', '--rewrite']),
  catatonit: options(),
  env: environment,
  exec: options(['-a']),
  nohup: options(),
  nice: options(['-n']),
  time: options(),
  setsid: options(),
  gosu: afterUser,
  'su-exec': afterUser,
  stdbuf: options(['-i', '-o', '-e']),
  conda: runSubcommand(CONDA),
  mamba: runSubcommand(CONDA),
  micromamba: runSubcommand(CONDA),
  poetry: runSubcommand([]),
  pipenv: runSubcommand([]),
  pdm: runSubcommand(['-p']),
  uv: runSubcommand(['--with', '--python', '-p', '--project', '--directory', '--env-file', '--extra', '--group']),
  'opentelemetry-instrument': options(['--service_name', '--traces_exporter', '--metrics_exporter']),
  torchrun: beforeScript(1),
  deepspeed: beforeScript(1),
  accelerate: (argv) => (argv[1] === 'launch' ? beforeScript(2)(argv) : undefined),
  mpirun: beforeInterpreter,
  mpiexec: beforeInterpreter,
  horovodrun: beforeInterpreter,
  'ddtrace-run': options(),
  'xvfb-run': options(['-n', '-s', '--server-args']),
};

/** For `sh -c SCRIPT …`: the script, where it stands, and what follows it. */
export function shellScriptArgument(step: Step):
  | {
      readonly script: string | undefined;
      readonly scriptIndex: number;
      readonly rest: readonly (string | undefined)[];
    }
  | undefined {
  const program = step.argv[0];
  if (program === undefined || !/^(?:ba|da|z|a|k)?sh$/.test(baseName(program))) return undefined;
  for (let i = 1; i < step.argv.length; i += 1) {
    const argument = step.argv[i];
    if (argument === undefined) return undefined;
    if (/^-[a-z]*c$/.test(argument)) {
      return { script: step.argv[i + 1], scriptIndex: i + 1, rest: step.argv.slice(i + 2) };
    }
    if (argument === '-o' || argument === '+o') i += 1;
    else if (!argument.startsWith('-')) return undefined;
  }
  return undefined;
}
