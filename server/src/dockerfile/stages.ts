import type { Base } from '../../../contract/bases';
import { known, type Known, unknown } from '../known';
import { after, baseState, type State } from './config';
import { toConfig } from './config-view';
import type { Escape } from './continuation';
import { lazy, memo } from '../lazy';
import { type BuildInputs, baseScope, declaredArg, globalScope, lookupIn, type Scope, withArg, withEnv } from './scope';
import { type Partial, substitute } from './substitute';
import type { BaseImage, ImageConfig, Instruction, Stage, Word } from './types';

/** Variables before each instruction, by index, and after the last of each stage. */
export interface Variables {
  readonly before: Scope[];
  readonly escape: Escape;
  readonly inputs: BuildInputs;
}

/** A stage with what later stages need of it. */
interface Built {
  readonly stage: Stage;
  readonly scopeEnd: Scope;
  readonly stateEnd: () => State;
}

/** Reads stages in order and fills `variables.before`; words are evaluated with it afterwards. */
export function readStages(
  instructions: readonly Instruction[],
  variables: Variables,
  findBase: (reference: string) => Base | undefined,
): Stage[] {
  const starts = instructions.filter((it) => it.keyword === 'FROM' && !it.onbuild).map((it) => it.index);
  const globals = walkScopes(
    instructions.slice(0, starts[0] ?? instructions.length),
    globalScope(variables.inputs),
    undefined,
    variables,
  );
  const stages: Stage[] = [];
  const byName = new Map<string, Built>();
  starts.forEach((start, index) => {
    variables.before[start] = globals;
    const built = buildStage(index, instructions.slice(start, starts[index + 1]), byName, globals, variables, findBase);
    stages.push(built.stage);
    if (built.stage.name !== undefined) byName.set(built.stage.name, built);
  });
  return stages;
}

function buildStage(
  index: number,
  own: readonly Instruction[],
  earlier: ReadonlyMap<string, Built>,
  globals: Scope,
  variables: Variables,
  findBase: (reference: string) => Base | undefined,
): Built {
  const [from] = own;
  if (from === undefined) throw new Error('a stage begins with FROM');
  const image = from.words[0] ?? missingImage(from);
  const reference = imageReference(image);
  // The last stage of that name counts; unlike COPY --from, FROM takes no number.
  const parent = reference.known ? earlier.get(reference.value.toLowerCase()) : undefined;
  const base: BaseImage = parent?.stage.base ?? {
    reference,
    row: reference.known ? findBase(reference.value) : undefined,
  };
  const shown = base.reference.known ? base.reference.value : image.raw;
  const inherited = parent?.scopeEnd ?? baseScope(base.row, shown, variables.inputs);
  const triggers = parent?.stage.instructions.filter((it) => it.onbuild) ?? [];
  const scopeStart = triggers.reduce((scope, it) => scopeAfter(it, scope, globals, variables), inherited);
  const scopeEnd = walkScopes(own.slice(1), scopeStart, globals, variables);
  const running = [from, ...triggers, ...own.slice(1).filter((it) => !it.onbuild)];
  const lineage = lazy(() => [...(parent?.stage.lineage ?? []), ...running]);
  const first = lazy(() => parent?.stateEnd() ?? baseState(base, image, inherited));
  const states = lazy(() => {
    const scopeAfterOwn = (it: Instruction) => variables.before[own.at(-1) === it ? -1 : it.index + 1] ?? scopeEnd;
    return walkStates(running, first(), index, scopeAfterOwn);
  });
  const stateEnd = () => states().end;
  const stage = new ParsedStage(index, own, from, image, base, parent?.stage, lineage, states);
  return { stage, scopeEnd, stateEnd };
}

// A class: V8 holds on to the closures of a literal's getters, and so to all they see, until its next full collection.
class ParsedStage implements Stage {
  readonly name: string | undefined;
  readonly nameRange: Stage['nameRange'];
  readonly platform: Word | undefined;
  private readonly configOf = memo(toConfig);

  constructor(
    readonly index: number,
    readonly instructions: readonly Instruction[],
    readonly from: Instruction,
    readonly image: Word,
    readonly base: BaseImage,
    readonly parent: Stage | undefined,
    private readonly readLineage: () => readonly Instruction[],
    private readonly states: () => States,
  ) {
    const named = from.words[1]?.raw.toLowerCase() === 'as' ? from.words[2] : undefined;
    this.name = named?.raw.toLowerCase();
    this.nameRange = named?.range;
    this.platform = from.flags.find((flag) => flag.name === 'platform')?.value;
  }

  get lineage(): readonly Instruction[] {
    return this.readLineage();
  }

  get root(): Stage {
    return this.parent?.root ?? this;
  }

  get config(): ImageConfig {
    return this.configOf(this.states().end);
  }

  configAt(instruction: Instruction): ImageConfig {
    const state = this.states().before.get(instruction);
    if (state !== undefined) return this.configOf(state);
    return instruction.stage === this.index || this.parent === undefined
      ? this.config
      : this.parent.configAt(instruction);
  }
}

function imageReference(image: Word): Known<string> {
  const { value } = image;
  if (!value.known || value.value !== '') return value;
  const names = image.variables.map((name) => `$${name}`).join(' and ');
  return unknown(names === '' ? 'FROM names no image' : `${names} in FROM has no value`);
}

function missingImage(from: Instruction): Word {
  const at = from.keywordRange.end;
  return { raw: '', range: { start: at, end: at }, start: from.end, end: from.end, value: known(''), variables: [] };
}

/** Notes the variables before each instruction and returns those after the last. */
function walkScopes(
  own: readonly Instruction[],
  start: Scope,
  globals: Scope | undefined,
  variables: Variables,
): Scope {
  let scope = start;
  for (const instruction of own) {
    variables.before[instruction.index] = scope;
    if (!instruction.onbuild) scope = scopeAfter(instruction, scope, globals, variables);
  }
  return scope;
}

function scopeAfter(
  instruction: Instruction,
  before: Scope,
  globals: Scope | undefined,
  { escape, inputs }: Variables,
): Scope {
  const valueOf = (word: Word, scope: Scope): Partial => substitute(word.raw, escape, lookupIn(scope));
  if (instruction.keyword === 'ENV' && globals !== undefined) {
    const entries: [string, Partial][] = [];
    for (const { name, value } of instruction.pairs) {
      if (value !== undefined && name.value.known) entries.push([name.value.value, valueOf(value, before)]);
    }
    return entries.length === 0 ? before : withEnv(before, entries);
  }
  if (instruction.keyword !== 'ARG') return before;
  let scope = before;
  for (const { name, value } of instruction.pairs) {
    // Before the first FROM an ARG sees those before it on its own line.
    const seen = globals === undefined ? scope : before;
    const variable = declaredArg(name.raw, value && (() => valueOf(value, seen)), scope, globals, inputs);
    scope = withArg(scope, name.raw, variable);
  }
  return scope;
}

interface States {
  /** By the instructions that run in the stage. */
  readonly before: ReadonlyMap<Instruction, State>;
  readonly end: State;
}

/** The state before each instruction that runs in the stage, and after the last. */
function walkStates(
  running: readonly Instruction[],
  start: State,
  stage: number,
  scopeAfterOwn: (instruction: Instruction) => Scope,
): States {
  const before = new Map<Instruction, State>();
  let state = start;
  for (const instruction of running) {
    before.set(instruction, state);
    const scope = instruction.stage === stage ? scopeAfterOwn(instruction) : state.scope;
    state = after(state, instruction, scope, stage);
  }
  return { before, end: state };
}
