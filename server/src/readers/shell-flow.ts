import type { AndOr, List, Node, Pipeline } from '../shell/syntax';
import { parseSyntax } from '../shell/syntax';
import type { ScriptCommand, ScriptWord } from './shell-commands';
import { givenOf, known, rawOf, resolve, wordsOf, type GivenWord } from './shell-given';
import { globToRegExp } from './shell-pattern';
import { testOf } from './shell-test';

export interface Flow {
  /** The commands that run, or may run, with these arguments, in order. */
  readonly commands: readonly ScriptCommand[];
  /** True when one of them may run anything: `source`, `eval`, a program named by a variable. */
  readonly opaque: boolean;
}

interface State {
  readonly text: string;
  readonly commands: ScriptCommand[];
  readonly variables: Map<string, GivenWord | undefined>;
  readonly functions: Map<string, List>;
  /** `$1` and so on; undefined when they are not known any more. */
  args: readonly GivenWord[] | undefined;
  ended: boolean;
  returned: boolean;
  opaque: boolean;
  depth: number;
  budget: number;
}

const MAX_DEPTH = 8;
const MAX_COMMANDS = 2000;

/** Follows a script for the arguments it is given: branches that these rule out are left out. */
export function flowOf(text: string, args: readonly string[]): Flow {
  const state: State = {
    text,
    commands: [],
    variables: new Map(),
    functions: new Map(),
    args: args.map((it, argument) => ({ text: it, argument })),
    ended: false,
    returned: false,
    opaque: /;;?&/.test(text),
    depth: 0,
    budget: MAX_COMMANDS,
  };
  walkList(parseSyntax(text), state, true);
  return { commands: state.commands, opaque: state.opaque };
}

function walkList(list: List, state: State, sure: boolean): void {
  for (const item of list) {
    if (state.ended || state.returned) return;
    walkAndOr(item, state, sure);
  }
}

function walkAndOr(item: AndOr, state: State, sure: boolean): void {
  let status: boolean | undefined = true;
  let certain = sure && !item.background;
  for (const pipeline of item.pipelines) {
    if (state.ended || state.returned) return;
    const skipped = status !== undefined && pipeline.operator === (status ? '||' : '&&');
    if (skipped) continue;
    if (pipeline.operator !== 'start' && status === undefined) certain = false;
    status = walkPipeline(pipeline, state, certain);
  }
}

/** Whether it succeeds; undefined when that can't be told. */
function walkPipeline(pipeline: Pipeline, state: State, sure: boolean): boolean | undefined {
  const [only] = pipeline.commands;
  if (only && pipeline.commands.length === 1) {
    const result = walkNode(only, state, sure);
    return pipeline.negated && result !== undefined ? !result : result;
  }
  // The parts of a pipe run in shells of their own.
  for (const node of pipeline.commands) apart(state, () => walkNode(node, state, false));
  return undefined;
}

/** What happens in a subshell stays there. */
function apart(state: State, walk: () => void): void {
  const { args, ended, returned } = state;
  walk();
  Object.assign(state, { args, ended, returned });
}

function walkNode(node: Node, state: State, sure: boolean): boolean | undefined {
  switch (node.kind) {
    case 'command':
      return walkCommand(node, state, sure);
    case 'group':
      walkList(node.body, state, sure);
      return undefined;
    case 'subshell':
      apart(state, () => {
        walkList(node.body, state, sure);
      });
      return undefined;
    case 'function':
      state.functions.set(node.name, node.body);
      return undefined;
    case 'if':
      walkIf(node, state, sure);
      return undefined;
    case 'case':
      walkCase(node, state, sure);
      return undefined;
    case 'for':
      walkLoop([node.body], state);
      return undefined;
    case 'while':
      walkLoop([node.condition, node.body], state);
      return undefined;
  }
}

/** A loop may run often or never; arguments that it shifts are not known in it and after it. */
function walkLoop(lists: readonly List[], state: State): void {
  const { args } = state;
  state.args = undefined;
  const before = state.commands.length;
  for (const list of lists) walkList(list, state, false);
  const shifts = state.commands
    .slice(before)
    .some((it) => it.words[0]?.text === 'shift' || it.words[0]?.text === 'set');
  state.args = shifts ? undefined : args;
}

function walkIf(node: Extract<Node, { kind: 'if' }>, state: State, sure: boolean): void {
  let condition = conditionOf(node.first, state, sure);
  let certain = sure;
  for (const [index, branch] of node.branches.entries()) {
    const label = node.labels[index];
    if (label === 'elif') {
      if (condition === true) return;
      certain &&= condition === false;
      condition = conditionOf(branch, state, certain);
    } else if (label === 'else') {
      if (condition !== true) maybe(branch, state, certain && condition === false);
    } else if (condition !== false) {
      maybe(branch, state, certain && condition === true);
    }
  }
}

/** Reads the commands of a condition as commands too: `if python train.py; then`. */
function conditionOf(list: List, state: State, sure: boolean): boolean | undefined {
  let status: boolean | undefined;
  for (const item of list) {
    status = item.pipelines.length === 0 ? undefined : statusOf(item, state, sure);
  }
  return status;
}

function statusOf(item: AndOr, state: State, sure: boolean): boolean | undefined {
  let status: boolean | undefined;
  for (const pipeline of item.pipelines) {
    if (pipeline.operator === '&&' && status === false) continue;
    if (pipeline.operator === '||' && status === true) continue;
    const next = walkPipeline(pipeline, state, sure && (pipeline.operator === 'start' || status !== undefined));
    // An unknown left side leaves only what both outcomes share.
    if (pipeline.operator === 'start' || status !== undefined) status = next;
    else status = next === (pipeline.operator === '||') ? next : undefined;
  }
  return status;
}

/** A branch; what it sets, shifts or ends is certain only when the branch is. */
function maybe(list: List, state: State, sure: boolean): void {
  if (sure) {
    walkList(list, state, true);
    return;
  }
  const { ended, returned } = state;
  walkList(list, state, false);
  Object.assign(state, { ended, returned });
}

function walkCase(node: Extract<Node, { kind: 'case' }>, state: State, sure: boolean): void {
  const [subject] = node.subject;
  const value = subject && node.subject.length === 1 ? resolve(rawOf(subject, state), state) : undefined;
  for (const [index, arm] of node.arms.entries()) {
    if (value === undefined) {
      maybe(arm, state, false);
      continue;
    }
    const patterns = (node.patterns[index] ?? []).map((it) => resolve(rawOf(it, state), state));
    const fits = patterns.some((it) => it !== undefined && globToRegExp(it).test(value));
    if (fits || patterns.includes(undefined)) maybe(arm, state, sure && fits);
    if (fits) return;
  }
}

function walkCommand(node: Extract<Node, { kind: 'command' }>, state: State, sure: boolean): boolean | undefined {
  if (state.budget-- <= 0) {
    state.opaque = true;
    state.ended = true;
    return undefined;
  }
  const words = node.words.flatMap((span) => wordsOf(span, state));
  const name = words[0]?.text ?? '';
  const test = testOf(words, (raw) => resolve(raw, state));
  if (test !== 'none') return test;
  if (name === 'true' || name === ':') return true;
  if (name === 'false') return false;
  const body = state.functions.get(name);
  if (body && state.depth < MAX_DEPTH) {
    callFunction(body, words.slice(1), state, sure);
    return undefined;
  }
  state.commands.push({ words, ...node.span, inFunction: false, pipedInto: [], otherwise: [], top: sure });
  if (/^(?:\.|source|eval)$/.test(name) || /[$`]/.test(name)) state.opaque = true;
  settle(name, words, state, sure);
  return undefined;
}

function callFunction(body: List, words: readonly ScriptWord[], state: State, sure: boolean): void {
  const { args } = state;
  state.args = known(words);
  state.depth += 1;
  walkList(body, state, sure);
  state.depth -= 1;
  state.args = args;
  state.returned = false;
}

/** What the command does to the script itself: variables, arguments, its end. */
function settle(name: string, words: readonly ScriptWord[], state: State, sure: boolean): void {
  if (name === 'exit' || (name === 'exec' && words.length > 1)) state.ended ||= sure;
  else if (name === 'return') state.returned ||= sure;
  else if (name === 'shift') {
    const count = Number(words[1]?.text ?? '1');
    state.args = sure && Number.isInteger(count) && count >= 0 ? state.args?.slice(count) : undefined;
  } else if (name === 'set' && words.some((it) => it.text === '--')) {
    const from = words.findIndex((it) => it.text === '--') + 1;
    state.args = sure ? known(words.slice(from)) : undefined;
  } else assign(name, words, state, sure);
}

function assign(name: string, words: readonly ScriptWord[], state: State, sure: boolean): void {
  const declares = /^(?:export|local|declare|readonly|typeset)$/.test(name);
  const all = declares ? words.slice(1) : words;
  if (!declares && !words.every((it) => ASSIGNMENT.test(it.raw))) return;
  for (const word of all) {
    const match = ASSIGNMENT.exec(word.raw);
    const variable = match?.[1];
    if (variable === undefined) continue;
    const given = sure ? givenOf(match?.[2] ?? '', state) : undefined;
    state.variables.set(variable, given);
  }
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;
