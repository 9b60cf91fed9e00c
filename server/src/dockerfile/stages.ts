import type { Base } from '../../../contract/bases';
import { lazy } from '../lazy';
import { isSameList } from '../same-list';
import { known, type Known, unknown } from '../known';
import { baseState, type State } from './config';
import { baseScope, type Scope } from './scope';
import { type States, StateWalker } from './states';
import type { BaseImage, ImageConfig, Instruction, Stage, Word } from './types';
import type { Variables } from './variables';

/** A stage with what later stages, and a later reading of the text, need of it. */
interface Built {
  readonly stage: Stage;
  readonly globals: Scope;
  readonly scopeEnd: Scope;
  readonly stateEnd: () => State;
}

/** The stages of a Dockerfile, and what was worked out on the way. */
export interface BuiltStages {
  readonly stages: readonly Stage[];
  readonly built: readonly Built[];
  readonly variables: Variables;
  readonly walker: StateWalker;
}

/**
 * Reads stages in order and fills `variables.before`; words are evaluated with it afterwards. Of `previous`, an earlier
 * reading with the same inputs, the stages that are made of the same instructions are taken over.
 */
export function readStages(
  instructions: readonly Instruction[],
  variables: Variables,
  findBase: (reference: string) => Base | undefined,
  previous?: BuiltStages,
): BuiltStages {
  const starts = instructions.filter((it) => it.keyword === 'FROM' && !it.onbuild).map((it) => it.index);
  const before = instructions.slice(0, starts[0] ?? instructions.length);
  const globals = variables.walk(before, variables.nothing, undefined);
  const walker = new StateWalker(previous?.walker);
  const built: Built[] = [];
  const byName = new Map<string, Built>();
  starts.forEach((start, index) => {
    variables.before[start] = globals;
    const own = instructions.slice(start, starts[index + 1]);
    const one =
      takenOver(own, byName, globals, previous?.built[index]) ??
      buildStage(index, own, byName, globals, { variables, walker, findBase });
    built.push(one);
    if (one.stage.name !== undefined) byName.set(one.stage.name, one);
  });
  variables.close();
  return { stages: built.map((it) => it.stage), built, variables, walker };
}

interface Around {
  readonly variables: Variables;
  readonly walker: StateWalker;
  readonly findBase: (reference: string) => Base | undefined;
}

/** The earlier stage, when nothing that it is made of has changed. */
function takenOver(
  own: readonly Instruction[],
  earlier: ReadonlyMap<string, Built>,
  globals: Scope,
  before: Built | undefined,
): Built | undefined {
  if (before?.globals !== globals || !isSameList(before.stage.instructions, own)) return undefined;
  return parentOf(imageReference(before.stage.image), earlier)?.stage === before.stage.parent ? before : undefined;
}

function buildStage(
  index: number,
  own: readonly Instruction[],
  earlier: ReadonlyMap<string, Built>,
  globals: Scope,
  { variables, walker, findBase }: Around,
): Built {
  const [from] = own;
  if (from === undefined) throw new Error('a stage begins with FROM');
  const image = from.words[0] ?? missingImage(from);
  const reference = imageReference(image);
  const parent = parentOf(reference, earlier);
  const base: BaseImage = parent?.stage.base ?? {
    reference,
    row: reference.known ? findBase(reference.value) : undefined,
  };
  const shown = base.reference.known ? base.reference.value : image.raw;
  const inherited = parent?.scopeEnd ?? variables.startOf(from, () => baseScope(base.row, shown, variables.inputs));
  const triggers = parent?.stage.instructions.filter((it) => it.onbuild) ?? [];
  const scopeStart = triggers.reduce((scope, it) => variables.after(it, scope, globals), inherited);
  const scopeEnd = variables.walk(own.slice(1), scopeStart, globals);
  const running = [from, ...triggers, ...own.slice(1).filter((it) => !it.onbuild)];
  const lineage = lazy(() => [...(parent?.stage.lineage ?? []), ...running]);
  const first = lazy(() => parent?.stateEnd() ?? walker.startOf(from, () => baseState(base, image, inherited)));
  const states = lazy(() => {
    const scopeAfterOwn = (it: Instruction) => variables.before[own.at(-1) === it ? -1 : it.index + 1] ?? scopeEnd;
    return walker.walk(running, first(), index, scopeAfterOwn);
  });
  const stateEnd = () => states().end;
  const stage = new ParsedStage(index, own, from, image, base, parent?.stage, lineage, states, walker);
  return { stage, globals, scopeEnd, stateEnd };
}

/** The stage that FROM names. The last of that name counts; unlike COPY --from, FROM takes no number. */
function parentOf(reference: Known<string>, earlier: ReadonlyMap<string, Built>): Built | undefined {
  return reference.known ? earlier.get(reference.value.toLowerCase()) : undefined;
}

// A class: V8 holds on to the closures of a literal's getters, and so to all they see, until its next full collection.
class ParsedStage implements Stage {
  readonly name: string | undefined;
  readonly nameRange: Stage['nameRange'];
  readonly platform: Word | undefined;

  constructor(
    readonly index: number,
    readonly instructions: readonly Instruction[],
    readonly from: Instruction,
    readonly image: Word,
    readonly base: BaseImage,
    readonly parent: Stage | undefined,
    private readonly readLineage: () => readonly Instruction[],
    private readonly states: () => States,
    private readonly walker: StateWalker,
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
    return this.walker.configOf(this.states().end);
  }

  configAt(instruction: Instruction): ImageConfig {
    const state = this.states().before.get(instruction);
    if (state !== undefined) return this.walker.configOf(state);
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
  const range = { start: at, end: at };
  return { raw: '', range, inner: range, value: known(''), variables: [] };
}
