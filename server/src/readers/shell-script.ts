import type { Range } from 'vscode-languageserver-types';
import { readServerCommand } from './server-command';
import { readShebang } from './shebang';
import { dispatchWords, readsArguments } from './shell-arguments';
import { flowOf } from './shell-flow';
import { scriptCommands, substitute, unquote } from './shell-commands';
import type { ScriptCommand } from './shell-commands';
import { indexText } from './text-index';
import type { TextIndex } from './text-index';
import type { Located, ServerStart, ShellScriptFacts } from './types';
import { baseName, programIndex } from './unwrap-command';

/** Commands that prepare, print or test: not programs the script is there to start. */
const HELPERS = new Set(
  (
    '. : [ [[ alias awk basename break cat cd chgrp chmod chown command continue cp cut date declare df dirname du echo envsubst eval exit export false find free getopts ' +
    'grep hash head hostname id if install jobs kill let ln local ls mkdir mktemp mv nproc popd printenv printf ps pushd pwd read readonly return rm rmdir sed seq set shift shopt sleep ' +
    'sort source stat sudo tail tar tee test touch tr trap true type typeset ulimit umask unalias uname uniq unset unzip wait wc which whoami xargs'
  ).split(' '),
);

/**
 * What a shell script does, as far as it can be told from its text. Any text will do. With the arguments it is given,
 * only what it does for them; `mark` is the one that is asked for in `argumentAt`.
 */
export function readShellScript(text: string, args?: readonly string[], mark = 0): ShellScriptFacts {
  const facts = new Reader(text, indexText(text), mark);
  const shebang = readShebang(text);
  const flow = args && flowOf(text, args);
  facts.read(flow?.commands ?? scriptCommands(text), (start, end) => facts.index.range(start, end), 0);
  const last = facts.commands.findLast((it) => it.top);
  const options = facts.setOptions;
  return {
    shebang: shebang?.line,
    endsWithExec: isExec(last) || isExec(facts.important.at(-1)),
    passesArguments: facts.commands.some(passesArguments),
    dispatchesOn: dispatchWords(text, facts.commands),
    readsArguments: readsArguments(facts.commands) || dispatchWords(text, facts.commands).length > 0,
    servers: facts.servers,
    starts: facts.starts,
    errexit: options.has('errexit') || (shebang?.args ?? []).some((it) => /^-[a-z]*e/.test(it)),
    swallowsExitCode: swallowed(facts.important.at(-1), options.has('pipefail'), facts.index),
    trapsTerm: facts.commands.some(trapsTerm),
    argumentAt: facts.argumentAt,
    surely: facts.surely,
    opaque: flow?.opaque ?? false,
  };
}

function isExec(command: ScriptCommand | undefined): boolean {
  return command?.words[0]?.text === 'exec' && command.words.length > 1;
}

const MAX_NESTING = 3;

class Reader {
  readonly commands: ScriptCommand[] = [];
  readonly servers: ServerStart[] = [];
  readonly starts: Located<readonly string[]>[] = [];
  readonly important: ScriptCommand[] = [];
  readonly setOptions = new Set<string>();
  readonly argumentAt = new Map<Located<readonly string[]> | ServerStart, number>();
  readonly surely = new Set<Located<readonly string[]> | ServerStart>();
  private readonly variables = new Map<string, string | undefined>();

  constructor(
    readonly text: string,
    readonly index: TextIndex,
    private readonly mark: number,
  ) {}

  read(commands: readonly ScriptCommand[], range: (start: number, end: number) => Range, nesting: number): void {
    for (const command of commands) this.readCommand(command, range, nesting);
  }

  private readCommand(command: ScriptCommand, range: (start: number, end: number) => Range, nesting: number): void {
    if (nesting === 0) this.commands.push(command);
    this.assign(command);
    for (const option of setOptions(command)) this.setOptions.add(option);
    const texts = command.words.map((it) => (isArguments(it.text) ? it.text : substitute(it.text, this.variables)));
    const at = programIndex(texts);
    const words = command.words.slice(at);
    const argv = texts.slice(at);
    const [program = ''] = argv;
    const name = baseName(program);
    const script = /^(?:ba|da|z|a|k)?sh$/.test(name) ? inlineScript(argv) : undefined;
    if (script !== undefined && nesting < MAX_NESTING) {
      const whole = range(command.start, command.end);
      this.read(scriptCommands(argv[script] ?? ''), () => whole, nesting + 1);
      return;
    }
    // An assignment without a command, a bare wrapper, or a program that is only known when it runs.
    if (program === '' || /^[A-Za-z_]\w*\+?=/.test(program) || program.includes('$') || program.includes('`')) return;
    const values = argv.map((text) => (text === '${}' || isArguments(text) ? undefined : text));
    const trailing = values.findLastIndex((it, i) => it !== undefined || !isArguments(argv[i] ?? '')) + 1;
    const server = readServerCommand(values.slice(0, trailing), (i) => {
      const word = words[i];
      return word ? range(word.start, word.end) : range(command.start, command.end);
    });
    const start = { value: argv, range: range(command.start, command.end) };
    // What a program of Node or Java does is in its own files: it is followed there.
    const own = server?.program === 'other' ? undefined : server;
    if (own) this.servers.push(own);
    else if (!isProgram(name, argv)) return;
    else this.starts.push(start);
    const argument = words.findIndex((it) => it.argument === this.mark);
    if (command.top && nesting === 0) this.surely.add(own ?? start);
    if (argument >= 0 && command.top) this.argumentAt.set(own ?? start, argument);
    if (nesting === 0) this.important.push(command);
  }

  /** Follows `A=b`, `export A=b` and `: ${A:=b}`; a variable set in two ways is not known. */
  private assign(command: ScriptCommand): void {
    const [first, ...rest] = command.words;
    const declares = /^(?:export|local|declare|readonly|typeset)$/.test(first?.text ?? '');
    const plain = command.words.every((it) => /^[A-Za-z_]\w*\+?=/.test(it.raw));
    if (first?.text === 'read') for (const word of rest) this.variables.set(word.text, undefined);
    if (!declares && !plain) return;
    for (const word of declares ? rest : command.words) {
      const match = /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(word.raw);
      const name = match?.[1];
      if (name === undefined) continue;
      const value = this.selfReference(name, unquote(match?.[3] ?? ''));
      const known = match?.[2] === '' && command.top && !this.variables.has(name);
      const same = this.variables.get(name) === value;
      this.variables.set(name, known || same ? value : undefined);
    }
  }

  /** `PORT=${PORT:-8080}` stays the variable of the environment with its fallback. */
  private selfReference(name: string, text: string): string {
    return text.length > 1000 ? '${}' : substitute(text, this.variables, name).slice(0, 2000);
  }
}

function isArguments(text: string): boolean {
  return /^(?:\$[@*]|\$\{[@*](?::[^{}]*)?\}|\$\{?\d\}?)$/.test(text);
}

/** Index of the script in `bash -c SCRIPT`. */
function inlineScript(argv: readonly string[]): number | undefined {
  const at = argv.findIndex((it, i) => i > 0 && /^-[a-z]*c$/.test(it));
  return at > 0 && at + 1 < argv.length && argv.slice(1, at).every((it) => it.startsWith('-')) ? at + 1 : undefined;
}

function isProgram(name: string, argv: readonly string[]): boolean {
  if (HELPERS.has(name) || !/^[\w.+-]+$/.test(name)) return false;
  return !(
    /^(?:pip3?|apt-get|apt|apk|yum|curl|wget|aws|git|conda|mamba|nvidia-smi)$/.test(name) ||
    (argv.length === 2 && /^--?(?:version|V|v|help)$/.test(argv[1] ?? ''))
  );
}

function setOptions(command: ScriptCommand): readonly string[] {
  const [first, ...rest] = command.words.map((it) => it.text);
  if (first !== 'set') return [];
  return rest.flatMap((word, i) => {
    if (/^-[A-Za-z]+$/.test(word))
      return [...(word.includes('e') ? ['errexit'] : []), ...(/o$/.test(word) ? [rest[i + 1] ?? ''] : [])];
    return [];
  });
}

/** Hands its own arguments to a program: `exec "$@"`, `python app.py $*`. */
function passesArguments(command: ScriptCommand): boolean {
  const [first, ...rest] = command.words;
  if (command.inFunction || !first) return false;
  const isAll = (text: string): boolean => /^(?:\$[@*]|\$\{[@*](?::1)?\})$/.test(text);
  if (isAll(first.text)) return true;
  if (/^(?:\[\[?|test|echo|printf|set|shift|case|for|local|export)$/.test(first.text)) return false;
  return rest.some((it) => isAll(it.text));
}

function trapsTerm(command: ScriptCommand): boolean {
  const [first, handler, ...signals] = command.words.map((it) => it.text);
  return first === 'trap' && handler !== '-' && handler !== '' && signals.some((it) => /^(?:SIG)?TERM$|^15$/i.test(it));
}

/** `|| true` and `| tee` after the command whose end decides about the job. */
function swallowed(
  command: ScriptCommand | undefined,
  pipefail: boolean,
  index: TextIndex,
): Located<string> | undefined {
  if (!command || command.words[0]?.text === 'exec') return undefined;
  const [other] = command.otherwise;
  const ends = command.otherwise.some((it) => /^(?:exit|return|kill|exec|false)$/.test(it.words[0]?.text ?? ''));
  if (other && !ends && /^(?:true|:|echo|printf)$/.test(other.words[0]?.text ?? '')) {
    return { value: `|| ${other.words[0]?.text ?? ''}`, range: index.range(other.start, other.end) };
  }
  const into = command.pipedInto[0];
  if (!into || pipefail) return undefined;
  return { value: `| ${into.words[0]?.text ?? ''}`, range: index.range(into.start, into.end) };
}
