import { Carried } from '../carried';
import { after, type State } from './config';
import { toConfig } from './config-view';
import type { Scope } from './scope';
import type { ImageConfig, Instruction } from './types';

export interface States {
  /** By the instructions that run in the stage. */
  readonly before: ReadonlyMap<Instruction, State>;
  readonly end: State;
}

interface Step {
  readonly before: State;
  readonly scope: Scope;
  readonly stage: number;
  readonly after: State;
}

/** Works out what instructions make of an image, step by step. */
export class StateWalker {
  private readonly steps: Carried<Instruction, Step>;
  private readonly starts: Carried<Instruction, State>;
  private readonly configs: Carried<State, ImageConfig>;

  constructor(previous?: StateWalker) {
    this.steps = new Carried(previous?.steps);
    this.starts = new Carried(previous?.starts);
    this.configs = new Carried(previous?.configs);
  }

  /** The state that the image of a FROM outside the file begins with. */
  startOf(from: Instruction, make: () => State): State {
    return this.starts.get(from, make);
  }

  /** The state before each instruction that runs in the stage, and after the last. */
  walk(
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
      state = this.after(state, instruction, scope, stage);
    }
    return { before, end: state };
  }

  configOf(state: State): ImageConfig {
    return this.configs.get(state, toConfig);
  }

  private after(before: State, instruction: Instruction, scope: Scope, stage: number): State {
    return this.steps.get(
      instruction,
      () => ({ before, scope, stage, after: after(before, instruction, scope, stage) }),
      (step) => step.before === before && step.scope === scope && step.stage === stage,
    ).after;
  }
}
