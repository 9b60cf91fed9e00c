import type { Position, Range } from 'vscode-languageserver-types';
import type { Base } from '../../../contract/bases';
import { isSameList } from '../same-list';
import type { ParsedInstruction } from './instruction';
import { type Layout, readLayout } from './layout';
import { readInstructions } from './read-instructions';
import { type BuildInputs, lookupIn } from './scope';
import { type BuiltStages, readStages } from './stages';
import type { Dockerfile, ImageConfig, Stage } from './types';
import { Variables } from './variables';
import { isWellFormed } from './well-formed';

export interface ParseOptions {
  /** Stage to build; the last one when it is not said or not there. */
  readonly target?: string | undefined;
  readonly buildArguments?: Readonly<Record<string, string>>;
  /** `linux/amd64`; without it TARGETARCH and the like are not known. */
  readonly platform?: string | undefined;
  /** What is known of an image by its reference. */
  readonly findBase: (reference: string) => Base | undefined;
}

/**
 * Reads any text as a Dockerfile. Never throws: what cannot be read makes the result not `wellFormed`. Instructions and
 * stages of `previous`, the reading of an earlier text, are taken over where they mean the same in this one; the result
 * is that of a fresh reading.
 */
export function parseDockerfile(text: string, options: ParseOptions, previous?: Dockerfile): Dockerfile {
  const layout = readLayout(text);
  const inputs = { buildArguments: options.buildArguments ?? NO_ARGUMENTS, platform: options.platform };
  const last = previous instanceof ParsedDockerfile && previous.hasInputs(layout, inputs) ? previous : undefined;
  const variables = new Variables(layout.escape, inputs, last?.built.variables);
  const around = {
    escape: layout.escape,
    lookupAt: (index: number) => lookupIn(variables.before[index] ?? variables.nothing),
  };
  const instructions = readInstructions(layout, text, around, last?.instructions ?? []);
  const built =
    last !== undefined && isSameList(instructions, last.instructions)
      ? last.built
      : readStages(instructions, variables, options.findBase, last?.built);
  return new ParsedDockerfile(text, layout, instructions, built, findTarget(built.stages, options.target));
}

const NO_ARGUMENTS: BuildInputs['buildArguments'] = {};

// A class: V8 holds on to the closures of a literal's getters, and so to all they see, until its next full collection.
class ParsedDockerfile implements Dockerfile {
  readonly escape: Dockerfile['escape'];
  readonly globalArgs: Dockerfile['globalArgs'];
  readonly stages: readonly Stage[];
  private readWellFormed: boolean | undefined;
  private looked = 0;

  constructor(
    private readonly ownText: string,
    private readonly ownLayout: Layout,
    readonly instructions: readonly ParsedInstruction[],
    readonly built: BuiltStages,
    readonly target: Stage | undefined,
  ) {
    this.escape = ownLayout.escape;
    this.globalArgs = instructions.filter((it) => it.stage < 0 && it.keyword === 'ARG');
    this.stages = built.stages;
  }

  get looks(): number {
    return this.looked;
  }

  get text(): string {
    this.looked++;
    return this.ownText;
  }

  get code(): string {
    return this.layout.code;
  }

  get directives(): Dockerfile['directives'] {
    return this.layout.directives;
  }

  get comments(): Dockerfile['comments'] {
    return this.layout.comments;
  }

  private get layout(): Layout {
    this.looked++;
    return this.ownLayout;
  }

  get wellFormed(): boolean {
    return (this.readWellFormed ??= this.ownLayout.readable && isWellFormed(this.instructions));
  }

  positionAt(offset: number): Position {
    return this.layout.document.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.layout.document.offsetAt(position);
  }

  range(start: number, end: number): Range {
    const { length } = this.ownText;
    const from = Math.max(0, Math.min(start, length));
    return { start: this.positionAt(from), end: this.positionAt(Math.max(from, Math.min(end, length))) };
  }

  /** Was it read with the same escape character, arguments and platform? */
  hasInputs({ escape }: Layout, inputs: BuildInputs): boolean {
    const own = this.built.variables.inputs;
    const names = Object.keys(inputs.buildArguments);
    return (
      this.escape === escape &&
      own.platform === inputs.platform &&
      names.length === Object.keys(own.buildArguments).length &&
      names.every((name) => own.buildArguments[name] === inputs.buildArguments[name])
    );
  }
}

/** The directories that are surely on PATH, also when some others are not known. */
export function knownPathPrefix(config: ImageConfig): readonly string[] {
  return config.path.value.known ? config.path.value.value : config.surePath;
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
