import type { Range } from 'vscode-languageserver-types';
import type { Instruction } from '../dockerfile/types';
import type { Known } from '../known';
import { unknown } from '../known';
import { echoStyle, type EchoStyle } from './echo-style';
import { nestedScript } from './nested-script';
import { program as programOf } from './program';
import { applyBuiltin } from './builtins';
import { expandFields } from './expand';
import type { Scope } from './scope';
import { childScope, mergeMaybe, rootScope, setVariable } from './scope';
import type { Source, Spans } from './source';
import { assign, heredocSource, isAssignment, quotedSource, shellWords, standardInput, stringWord } from './source';
import type { AndOr, List, Node, Pipeline, Redirect } from './syntax';
import { parseSyntax } from './syntax';
import type { ShellCommand } from './types';

export interface ShellContext {
  /** Directory the script starts in. */
  readonly cwd: Known<string>;
  /** Undefined: not set. */
  readonly env: (name: string) => Known<string> | undefined;
  readonly range: (start: number, end: number) => Range;
  readonly instruction: Instruction;
  readonly echo?: EchoStyle;
}

interface Run {
  readonly instruction: Instruction;
  readonly shell: EchoStyle;
  readonly commands: ShellCommand[];
  /** Commands by where they begin; once there is a second one there, what they say. */
  readonly seen: Map<number, ShellCommand | Set<string>>;
  readonly spans: Spans;
  /** Loop turns and nested scripts still allowed. */
  budget: number;
  nesting: number;
}

type After = ShellCommand['after'];

interface At {
  readonly source: Source;
  readonly scope: Scope;
  readonly after: After;
  readonly conditional: boolean;
  /** Nothing comes after it: when it fails, the build fails. */
  readonly final: boolean;
  /** How the shell that runs it echoes. */
  readonly echo: EchoStyle;
}

const MAX_TURNS = 64;
const TEST_COMMAND = /^(?:\[\[?|test|command|which|type|grep|false|hash|id|getent|dpkg|rpm)$/;

/**
 * The simple commands of a script, in the order in which they run; a loop over known words is unrolled, `sh -c '…'` is
 * replaced by its commands. `offset` is the place of the first character of `text` in the document. Takes any text.
 */
export function parseShell(text: string, offset: number, context: ShellContext): readonly ShellCommand[] {
  const run: Run = {
    instruction: context.instruction,
    shell: context.echo,
    commands: [],
    seen: new Map(),
    spans: new Map(),
    budget: 2000,
    nesting: 0,
  };
  const source: Source = { text, range: (start, end) => context.range(offset + start, offset + end) };
  const scope = rootScope(context.cwd, context.env);
  runList(run, parseSyntax(text), {
    source,
    scope,
    after: 'start',
    conditional: false,
    final: true,
    echo: context.echo,
  });
  return run.commands;
}

function runList(run: Run, list: List, at: At): void {
  list.forEach((item, index) => {
    const after = index === 0 ? at.after : item.after;
    const final = at.final && index === list.length - 1;
    runAndOr(run, item, { ...at, after, final, scope: item.background ? childScope(at.scope) : at.scope });
  });
}

/** `a && b || c`: what can be passed over without the build failing is conditional. */
function runAndOr(run: Run, item: AndOr, at: At): void {
  const lastOr = item.pipelines.findLastIndex((pipeline) => pipeline.operator === '||');
  let tested = false;
  item.pipelines.forEach((pipeline, index) => {
    const after = pipeline.operator === 'start' ? at.after : pipeline.operator;
    const skippable = index > 0 && (index <= lastOr || pipeline.operator === '||' || (tested && !at.final));
    if (skippable) {
      const scope = childScope(at.scope);
      runPipeline(run, pipeline, { ...at, scope, after, conditional: true });
      mergeMaybe(at.scope, scope);
    } else {
      runPipeline(run, pipeline, { ...at, after });
    }
    tested ||= isTest(pipeline, at.source.text);
  });
}

function isTest(pipeline: Pipeline, text: string): boolean {
  const [first] = pipeline.commands;
  const word = first?.kind === 'command' ? first.words[0] : undefined;
  return word !== undefined && TEST_COMMAND.test(text.slice(word.start, Math.min(word.end, word.start + 9)).trim());
}

function runPipeline(run: Run, pipeline: Pipeline, at: At): void {
  pipeline.commands.forEach((node, index) => {
    const scope = pipeline.commands.length > 1 ? childScope(at.scope) : at.scope;
    runNode(run, node, { ...at, scope, after: index === 0 ? at.after : '|' });
  });
}

function runNode(run: Run, node: Node, at: At): void {
  switch (node.kind) {
    case 'command':
      runCommand(run, node, at);
      return;
    case 'group':
      runList(run, node.body, at);
      runRedirects(run, node.redirects, at);
      return;
    case 'subshell':
      runList(run, node.body, { ...at, scope: childScope(at.scope) });
      runRedirects(run, node.redirects, at);
      return;
    case 'if':
      runList(run, node.first, { ...at, final: false });
      node.branches.forEach((branch) => {
        runBranch(run, branch, at);
      });
      return;
    case 'while':
      runList(run, node.condition, { ...at, final: false });
      runBranch(run, node.body, at);
      return;
    case 'case':
      node.arms.forEach((arm) => {
        runBranch(run, arm, at);
      });
      return;
    case 'for':
      runFor(run, node, at);
      return;
    case 'function':
      runBranch(run, node.body, { ...at, scope: functionScope(at.scope) });
  }
}

/** Arguments of a function and variables set before its call are not known where it is defined. */
function functionScope(scope: Scope): Scope {
  return { ...childScope(scope), opaque: true, cwd: unknown('a function may be called in any directory') };
}

/** What may run or not: its changes are not known afterwards. */
function runBranch(run: Run, body: List, at: At): void {
  const scope = childScope(at.scope);
  runList(run, body, { ...at, scope, after: ';', conditional: true, final: false });
  mergeMaybe(at.scope, scope);
}

function runFor(run: Run, node: Extract<Node, { kind: 'for' }>, at: At): void {
  const fields = node.words.flatMap((word) => expandFields(at.source.text.slice(word.start, word.end), at.scope));
  const plain = fields.length > 0 && fields.length <= MAX_TURNS && fields.every((field) => field.value.known);
  if (!plain || run.budget < fields.length) {
    const scope = childScope(at.scope);
    setVariable(scope, node.name, unknown(`\`$${node.name}\` runs through values that are not known`));
    runBranch(run, node.body, { ...at, scope });
    mergeMaybe(at.scope, scope);
    return;
  }
  run.budget -= fields.length;
  for (const field of fields) {
    setVariable(at.scope, node.name, field.value, field.glob);
    runList(run, node.body, { ...at, after: ';', final: false });
  }
}

/** Redirects of a whole group: they write files as a command without words would. */
function runRedirects(run: Run, redirects: readonly Redirect[], at: At): void {
  for (const redirect of redirects.filter((it) => it.operator.includes('>'))) {
    // `>>`, since what is written is not known and the file is not known to be new.
    const written = { ...redirect, operator: redirect.operator.replace(/>+$/, '>>') };
    runCommand(run, { kind: 'command', words: [], redirects: [written], span: redirect }, at);
  }
}

function runCommand(run: Run, node: Extract<Node, { kind: 'command' }>, at: At): void {
  const { source, scope } = at;
  const { text } = source;
  const split = node.words.findIndex((word) => !isAssignment(text, word));
  const assigned = node.words.slice(0, split < 0 ? undefined : split);
  const words = split < 0 ? [] : node.words.slice(split).flatMap((word) => shellWords(source, word, scope, run.spans));
  const assignments = assigned.map((word) => assign(text, word, scope, words.length === 0));
  const redirects = node.redirects
    .filter((it) => it.heredoc === undefined)
    .map((it) => ({ operator: it.operator, target: stringWord(source, it.target, scope) }));
  const command: ShellCommand = {
    words,
    assignments,
    redirects,
    stdin: standardInput(text, node.redirects, scope),
    after: at.after,
    cwd: scope.cwd,
    range: source.range(node.span.start, node.span.end),
    instruction: run.instruction,
    conditional: at.conditional,
    echo: at.echo,
  };
  if (!runNested(run, command, node, at)) {
    emit(run, command);
  }
  applyBuiltin(command, scope);
}

/** A loop's second turn shows a command only when it differs from the first. */
function emit(run: Run, command: ShellCommand): void {
  const { line, character } = command.range.start;
  const place = line * 1_000_000 + character;
  const before = run.seen.get(place);
  if (before === undefined) run.seen.set(place, command);
  else {
    const contents = before instanceof Set ? before : new Set([contentOf(before)]);
    const content = contentOf(command);
    if (contents.has(content)) return;
    run.seen.set(place, contents.add(content));
  }
  run.commands.push(command);
}

function contentOf({ words, redirects, assignments, cwd }: ShellCommand): string {
  const values = [...words, ...redirects.map((it) => it.target)].map((it) => it.value);
  return JSON.stringify([values, assignments, cwd]);
}

/** `bash -c '…'` and `bash <<EOF`: the commands inside take the place of the shell. */
function runNested(run: Run, command: ShellCommand, node: Extract<Node, { kind: 'command' }>, at: At): boolean {
  const script = nestedScript(command);
  if (script === undefined || run.nesting >= 8 || run.budget <= 0) {
    return false;
  }
  run.budget -= 1;
  const heredoc = node.redirects.findLast((it) => it.heredoc !== undefined)?.heredoc;
  const exact =
    script.word === undefined
      ? heredocSource(at.source, heredoc, command.words.length === 0)
      : quotedSource(at.source, script, run.spans);
  const range = script.word?.range ?? command.range;
  const source: Source = exact ?? { text: script.text, range: () => range };
  const scope = childScope(at.scope);
  for (const { name, value } of command.assignments) {
    setVariable(scope, name, value);
  }
  run.nesting += 1;
  const echo = script.word === undefined && command.words.length === 0 ? at.echo : echoOf(run, command);
  runList(run, parseSyntax(source.text), { ...at, source, scope, echo });
  run.nesting -= 1;
  return true;
}

/** How the shell that a command starts echoes. */
function echoOf(run: Run, command: ShellCommand): EchoStyle {
  const name = programOf(command).name ?? '';
  return name === 'sh' ? run.shell : echoStyle([name], undefined);
}
