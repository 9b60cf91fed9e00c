import type { Position } from 'vscode-languageserver-types';
import type { Base } from '../../../contract/bases';
import { lazy } from '../lazy';
import { makeInstruction } from './instruction';
import { type Layout, readLayout } from './layout';
import { globalScope, lookupIn } from './scope';
import { readStages, type Variables } from './stages';
import type { Dockerfile, ImageConfig, Instruction, Stage } from './types';
import { isWellFormed } from './well-formed';
import type { Surroundings } from './word-maker';

export interface ParseOptions {
  /** Stage to build; the last one when it is not said or not there. */
  readonly target?: string | undefined;
  readonly buildArguments?: Readonly<Record<string, string>>;
  /** `linux/amd64`; without it TARGETARCH and the like are not known. */
  readonly platform?: string | undefined;
  /** What is known of an image by its reference. */
  readonly findBase: (reference: string) => Base | undefined;
}

/** Reads any text as a Dockerfile. Never throws: what cannot be read makes the result not `wellFormed`. */
export function parseDockerfile(text: string, options: ParseOptions): Dockerfile {
  const layout = readLayout(text);
  const inputs = { buildArguments: options.buildArguments ?? {}, platform: options.platform };
  const variables: Variables = { before: [], escape: layout.escape, inputs };
  const range = rangeIn(layout, text.length);
  const nothing = lazy(() => globalScope(inputs));
  const instructions = readInstructions(layout, {
    escape: layout.escape,
    range,
    lookupAt: (index) => lookupIn(variables.before[index] ?? nothing()),
  });
  const stages = readStages(instructions, variables, options.findBase);
  return new ParsedDockerfile(text, layout, instructions, stages, findTarget(stages, options.target), range);
}

// A class: V8 holds on to the closures of a literal's getters, and so to all they see, until its next full collection.
class ParsedDockerfile implements Dockerfile {
  readonly code: Dockerfile['code'];
  readonly escape: Dockerfile['escape'];
  readonly directives: Dockerfile['directives'];
  readonly comments: Dockerfile['comments'];
  readonly globalArgs: Dockerfile['globalArgs'];
  private readWellFormed: boolean | undefined;

  constructor(
    readonly text: string,
    private readonly layout: Layout,
    readonly instructions: readonly Instruction[],
    readonly stages: readonly Stage[],
    readonly target: Stage | undefined,
    readonly range: Dockerfile['range'],
  ) {
    this.code = layout.code;
    this.escape = layout.escape;
    this.directives = layout.directives;
    this.comments = layout.comments;
    this.globalArgs = instructions.filter((it) => it.stage < 0 && it.keyword === 'ARG');
  }

  get wellFormed(): boolean {
    return (this.readWellFormed ??= this.layout.readable && isWellFormed(this.instructions));
  }

  positionAt(offset: number): Position {
    return this.layout.document.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.layout.document.offsetAt(position);
  }
}

/** The directories that are surely on PATH, also when some others are not known. */
export function knownPathPrefix(config: ImageConfig): readonly string[] {
  return config.path.value.known ? config.path.value.value : config.surePath;
}

function readInstructions(layout: Layout, around: Surroundings): Instruction[] {
  let stage = -1;
  return layout.instructions.map((raw, index) => {
    if (raw.keyword === 'FROM') stage++;
    return makeInstruction(raw, { index, stage }, around);
  });
}

function rangeIn(layout: Layout, length: number): Dockerfile['range'] {
  const { document } = layout;
  return (start, end) => {
    const from = Math.max(0, Math.min(start, length));
    return { start: document.positionAt(from), end: document.positionAt(Math.max(from, Math.min(end, length))) };
  };
}

/** By name, as in FROM, or by number. */
function findTarget(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  const last = stages.at(-1);
  if (target === undefined || target.trim() === '') return last;
  const name = target.trim().toLowerCase();
  return (
    stages.findLast((stage) => stage.name === name) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined) ?? last
  );
}
