import type { Range } from 'vscode-languageserver-types';
import { readPlumber } from './plumber';
import { buildServer } from './server-start';
import type { ServerParts } from './server-start';
import { parseOptions } from './server-options';
import type { GivenOption, ParsedOptions } from './server-options';
import { findServerProgram } from './server-programs';
import { GUNICORN, NGINX, OTHER } from './web-server-programs';
import type { OptionMeaning, ServerProgram } from './server-definition';
import { shellWords } from './shell-words';
import type { ServerStart } from './types';
import { baseName, programIndex } from './unwrap-command';

type Environment = (name: string) => string | undefined;

/**
 * Recognises a web server in a command line and reads where it binds and how it works. A word that isn't known is
 * undefined; a variable may stand in a word as `$PORT` or `${PORT:-8080}`. Defaults of the programs are not filled in.
 */
export function readServerCommand(
  argv: readonly (string | undefined)[],
  rangeOf: (index: number) => Range,
  env: Environment = () => undefined,
): ServerStart | undefined {
  const start = programIndex(argv);
  const word = argv[start];
  if (word === undefined) return undefined;
  const range = { start: rangeOf(0).start, end: rangeOf(Math.max(argv.length - 1, 0)).end };
  const name = baseName(word);
  if (/^(?:Rscript|R)$/.test(name)) return plumberCommand(argv, start, range);
  const python = /^(?:python|pypy)[\d.]*$/.test(name);
  const module = python ? pythonModule(argv, start + 1) : undefined;
  if (python && module === undefined) return undefined;
  const first = module === undefined ? start + 1 : module + 1;
  const rest = argv.slice(first);
  const found =
    findServerProgram(module === undefined ? name : (argv[module] ?? ''), rest, python) ?? unnamedServer(name, rest);
  if (!found) return undefined;
  const indices = rest.map((_, i) => i + first).filter((index) => !found.subcommands.includes(index - first));
  return assemble(found.program, argv, indices, rangeOf, range, env);
}

/** Index of the module of `python -m module`. */
function pythonModule(argv: readonly (string | undefined)[], from: number): number | undefined {
  for (let i = from; i < argv.length; i++) {
    const word = argv[i];
    if (word === '-m') return argv[i + 1] === undefined ? undefined : i + 1;
    if (word === '-W' || word === '-X') i++;
    else if (word?.startsWith('-') !== true || word === '-c') return undefined;
  }
  return undefined;
}

/** Java archives and Node programs are servers of their own; `ray` has no words of its own for it. */
function unnamedServer(
  name: string,
  rest: readonly (string | undefined)[],
): { program: ServerProgram; subcommands: readonly number[] } | undefined {
  const java = name === 'java' && rest.includes('-jar');
  const node = (name === 'node' || name === 'nodejs') && rest.some((it) => it?.startsWith('-') === false);
  return java || node ? { program: OTHER, subcommands: [] } : undefined;
}

function plumberCommand(argv: readonly (string | undefined)[], start: number, range: Range): ServerStart | undefined {
  const at = argv.findIndex((word, i) => i > start && (word === '-e' || word === '--eval'));
  const code = argv[at + 1];
  return at < 0 || code === undefined ? undefined : readPlumber(code, () => range);
}

function assemble(
  program: ServerProgram,
  argv: readonly (string | undefined)[],
  indices: readonly number[],
  rangeOf: (index: number) => Range,
  range: Range,
  env: Environment,
): ServerStart {
  const parsed = parseOptions(argv, indices, program);
  const lookup = (meaning: OptionMeaning): ServerParts['binds'] =>
    givenOptions(meaning, parsed, program, env).map((it) => ({
      text: it.value,
      range: it.index < 0 ? range : rangeOf(it.index),
    }));
  const positionals = parsed.positionals;
  const appWord = program.app ? positionals[0]?.value : undefined;
  return buildServer(
    {
      program: program.program,
      binds: [...lookup('bind'), ...portVariable(program, parsed, env, range)],
      hosts: [...lookup('host'), ...javaSetting('address', program, argv, rangeOf)],
      ports: [
        ...sagemakerPort(program, parsed, rangeOf, argv),
        ...lookup('port'),
        ...positionalPort(program, positionals, rangeOf),
        ...javaSetting('port', program, argv, rangeOf),
      ],
      sockets: lookup('socket'),
      workers: lookup('workers').at(-1),
      threads: lookup('threads').at(-1),
      workerClass: lookup('workerClass').at(-1),
      timeout: lookup('timeout').at(-1) ?? inSeconds(lookup('milliseconds').at(-1)),
      configFile: lookup('configFile').at(-1),
      app: appWord === undefined ? lookup('app').at(-1) : { text: appWord, range },
      tls: lookup('tls').length > 0,
      options: parsed.options,
      open: parsed.open || program === OTHER,
      background: background(program, parsed),
      rejectsExtraArgument: Number.isFinite(program.positionals) && positionals.length >= program.positionals,
      range,
    },
    env,
  );
}

/** Options of the command line; else of GUNICORN_CMD_ARGS; else the variables that stand in for them. */
function givenOptions(
  meaning: OptionMeaning,
  parsed: ParsedOptions,
  program: ServerProgram,
  env: Environment,
): readonly GivenOption[] {
  const given = parsed.given.get(meaning);
  if (given) return given;
  if (program === GUNICORN) {
    const words = shellWords(env('GUNICORN_CMD_ARGS') ?? '').map((it) => it.text);
    const more = parseOptions(
      words,
      words.map((_, i) => i),
      program,
    ).given.get(meaning);
    if (more) return more.map((it) => ({ value: it.value, index: -1 }));
  }
  const values = (program.environment[meaning] ?? []).flatMap((name) => env(name) ?? []);
  return values.slice(0, 1).map((value) => ({ value, index: -1 }));
}

/** gunicorn binds to 0.0.0.0:$PORT when PORT is set and no bind is given. */
function portVariable(
  program: ServerProgram,
  parsed: ParsedOptions,
  env: Environment,
  range: Range,
): ServerParts['binds'] {
  const port =
    program === GUNICORN && givenOptions('bind', parsed, program, env).length === 0 ? env('PORT') : undefined;
  return port === undefined ? [] : [{ text: '0.0.0.0:$PORT', range }];
}

/** Triton's endpoint for SageMaker has its own port. */
function sagemakerPort(
  program: ServerProgram,
  parsed: ParsedOptions,
  rangeOf: (index: number) => Range,
  argv: readonly (string | undefined)[],
): ServerParts['ports'] {
  if (program.program !== 'tritonserver' || !parsed.options.has('--sagemaker-port')) return [];
  const index = argv.findIndex((word) => word?.startsWith('--sagemaker-port') === true);
  return [{ text: parsed.options.get('--sagemaker-port'), range: rangeOf(Math.max(index, 0)) }];
}

/** `python -m http.server 8080`. */
function positionalPort(
  program: ServerProgram,
  positionals: readonly GivenOption[],
  rangeOf: (index: number) => Range,
): ServerParts['ports'] {
  const [first] = positionals;
  return program.program === 'http.server' && first ? [{ text: first.value, range: rangeOf(first.index) }] : [];
}

/** `java -Dserver.port=8080 -jar app.jar --server.address=0.0.0.0`. */
function javaSetting(
  setting: 'port' | 'address',
  program: ServerProgram,
  argv: readonly (string | undefined)[],
  rangeOf: (index: number) => Range,
): ServerParts['ports'] {
  if (program !== OTHER) return [];
  return argv.flatMap((word, i) => {
    const [, name, text] = /^(?:-D|--)server\.(port|address)=(.*)$/s.exec(word ?? '') ?? [];
    return name !== setting || text === undefined ? [] : [{ text, range: rangeOf(i) }];
  });
}

function inSeconds(it: ServerParts['timeout']): ServerParts['timeout'] {
  const number = it?.text === undefined ? NaN : Number(it.text);
  return it && { text: Number.isFinite(number) ? String(number / 1000) : undefined, range: it.range };
}

function background(program: ServerProgram, parsed: ParsedOptions): boolean | undefined {
  const has = (name: string): boolean => parsed.options.has(name);
  if (program === GUNICORN) return has('--daemon') || has('-D');
  if (program === NGINX) {
    const daemon = /\bdaemon\s+(on|off)\s*;/.exec(parsed.options.get('-g') ?? '')?.[1];
    return daemon === undefined ? undefined : daemon === 'on';
  }
  if (program.program === 'torchserve' || program.program === 'multi-model-server') return !has('--foreground');
  return false;
}
