import { Carried } from '../carried';
import type { Escape } from './continuation';
import { type BuildInputs, declaredArg, globalScope, lookupIn, type Scope, withArg, withEnv } from './scope';
import { type Partial, substitute } from './substitute';
import type { Instruction, Word } from './types';

interface Step {
  readonly before: Scope;
  readonly globals: Scope | undefined;
  readonly after: Scope;
}

/** The variables of a Dockerfile, found by walking over its instructions. */
export class Variables {
  /** Those before each instruction, by its index. */
  readonly before: Scope[] = [];
  /** Those before any instruction. */
  readonly nothing: Scope;
  private readonly steps: Carried<Instruction, Step>;
  private readonly starts: Carried<Instruction, Scope>;

  /** `previous`: those of an earlier text with the same escape character and inputs. */
  constructor(
    readonly escape: Escape,
    readonly inputs: BuildInputs,
    previous?: Variables,
  ) {
    this.nothing = previous?.nothing ?? globalScope(inputs);
    this.steps = new Carried(previous?.steps);
    this.starts = new Carried(previous?.starts);
  }

  /** Those that the image of a FROM outside the file sets. */
  startOf(from: Instruction, make: () => Scope): Scope {
    return this.starts.get(from, make);
  }

  /** Notes the variables before each instruction and returns those after the last. */
  walk(own: readonly Instruction[], start: Scope, globals: Scope | undefined): Scope {
    let scope = start;
    for (const instruction of own) {
      this.before[instruction.index] = scope;
      if (!instruction.onbuild) scope = this.after(instruction, scope, globals);
    }
    return scope;
  }

  /** Those after an instruction; `globals` are those before the first FROM, undefined there. */
  after(instruction: Instruction, before: Scope, globals: Scope | undefined): Scope {
    if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return before;
    return this.steps.get(
      instruction,
      () => ({ before, globals, after: this.declare(instruction, before, globals) }),
      (step) => step.before === before && step.globals === globals,
    ).after;
  }

  /** Ends the walk: what an earlier text needed is let go of. */
  close(): void {
    this.steps.close();
    this.starts.close();
  }

  private declare(instruction: Instruction, before: Scope, globals: Scope | undefined): Scope {
    const valueOf = (word: Word, scope: Scope): Partial => substitute(word.raw, this.escape, lookupIn(scope));
    if (instruction.keyword === 'ENV') {
      if (globals === undefined) return before;
      const entries: [string, Partial][] = [];
      for (const { name, value } of instruction.pairs) {
        if (value !== undefined && name.value.known) entries.push([name.value.value, valueOf(value, before)]);
      }
      return entries.length === 0 ? before : withEnv(before, entries);
    }
    let scope = before;
    for (const { name, value } of instruction.pairs) {
      // Before the first FROM an ARG sees those before it on its own line.
      const seen = globals === undefined ? scope : before;
      const variable = declaredArg(name.raw, value && (() => valueOf(value, seen)), scope, globals, this.inputs);
      scope = withArg(scope, name.raw, variable);
    }
    return scope;
  }
}
