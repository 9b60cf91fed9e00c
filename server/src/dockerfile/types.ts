import type { Range } from 'vscode-languageserver-types';
import type { Known } from '../known';

/**
 * The Dockerfile as the linter sees it: instructions with exact ranges (LSP positions: zero-based line and UTF-16
 * character), stages, and the effective image configuration of every stage. Pure data: nothing here reads a file.
 */
export interface Dockerfile {
  readonly text: string;
  /** Text in which line continuations and the comment lines inside an instruction are blanked, so that offsets equal those of `text`. */
  readonly code: string;
  readonly escape: '\\' | '`';
  readonly directives: readonly { readonly name: string; readonly value: string; readonly range: Range }[];
  /** Comments outside instructions and inside them, in file order, without the `#`, trimmed. */
  readonly comments: readonly { readonly text: string; readonly range: Range }[];
  /** Every instruction in file order, ONBUILD ones included. */
  readonly instructions: readonly Instruction[];
  /** ARG instructions before the first FROM. */
  readonly globalArgs: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** The stage that is built: the one asked for, else the last. Undefined without any FROM. */
  readonly target: Stage | undefined;
  /** False for templates (`{{ }}`, `<% %>`, `<REPLACE_…>`, `__BASE__`) and for files whose instructions can't be read: only hints are due then. */
  readonly wellFormed: boolean;
  /** How often the text was asked for so far: any member that tells of more than instructions, their stages and `wellFormed`. */
  readonly looks: number;
  positionAt(offset: number): { line: number; character: number };
  offsetAt(position: { line: number; character: number }): number;
  /** Range of the offsets `[start, end)`. */
  range(start: number, end: number): Range;
}

/** One word of an instruction: what stands there and what it is after quotes are removed and variables are substituted. */
export interface Word {
  /** As written, quotes and all, without line continuations. */
  readonly raw: string;
  readonly range: Range;
  /** As `range`, without the quotes of a JSON string. */
  readonly inner: Range;
  /** After quote removal and variable substitution. */
  readonly value: Known<string>;
  /** Names of the variables used in it. */
  readonly variables: readonly string[];
}

export interface Flag {
  /** Without the dashes: `from`, `chmod`, `platform`, `mount`. */
  readonly name: string;
  readonly value: Word | undefined;
  readonly range: Range;
}

export interface Heredoc {
  readonly name: string;
  /** Body without the delimiter line; for `<<-` tabs are stripped. */
  readonly content: string;
  readonly contentRange: Range;
  /** The `<<EOT` word. */
  readonly range: Range;
  /** True when the delimiter is quoted: no variable substitution in the body. */
  readonly quoted: boolean;
}

export interface Instruction {
  /** Upper case. For ONBUILD triggers the trigger's own keyword, with `onbuild: true`. */
  readonly keyword: string;
  readonly keywordRange: Range;
  /** The whole instruction, heredoc bodies included. */
  readonly range: Range;
  /** As written, heredoc bodies included. */
  readonly text: string;
  /** The same, blanked as in `Dockerfile.code`. */
  readonly code: string;
  readonly onbuild: boolean;
  /** Index into `Dockerfile.instructions`. */
  readonly index: number;
  /** Index into `Dockerfile.stages`; -1 before the first FROM. */
  readonly stage: number;
  readonly flags: readonly Flag[];
  /**
   * Words after the flags. For the exec form (valid JSON array) the strings of the array, each with the range inside
   * its quotes (`range` covers the quotes). For RUN/CMD/ENTRYPOINT in shell form: split at blanks only, for convenience;
   * use `shellText` with the shell tokenizer for the truth. For ENV/LABEL/ARG see `pairs`.
   */
  readonly words: readonly Word[];
  /** True when the arguments are a valid JSON array of strings. */
  readonly exec: boolean;
  /** True when the arguments begin with `[` but are not a valid JSON array of strings: Docker then takes them as shell form. */
  readonly looksLikeJson: boolean;
  /** Everything after keyword and flags, blanked as in `Dockerfile.code`, up to the end of the instruction's own lines (no heredoc bodies). Offset of its first character in `text`: `argumentsAt`. */
  readonly argumentsText: string;
  readonly argumentsAt: number;
  /** ENV, LABEL, ARG: the pairs, legacy `ENV K V` form included (`legacy: true`). ARG without a default: `value` undefined. */
  readonly pairs: readonly Pair[];
  readonly heredocs: readonly Heredoc[];
  /** Range of the offsets `[start, end)` of `text`. */
  within(start: number, end: number): Range;
}

export interface Pair {
  readonly name: Word;
  readonly value: Word | undefined;
  readonly legacy: boolean;
  readonly range: Range;
}

/** Where an effective value comes from. */
export type Origin =
  | { readonly from: 'instruction'; readonly instruction: Instruction; readonly range: Range }
  | { readonly from: 'base'; readonly image: string }
  | { readonly from: 'default' };

export interface Setting<T> {
  readonly value: Known<T>;
  readonly origin: Origin;
}

export interface Command {
  readonly form: 'exec' | 'shell';
  /** Exec form: the array, each element as far as it is known. Shell form: the one string after `/bin/sh -c`. */
  readonly words: readonly Word[];
  /** The command line for messages, as written. */
  readonly text: string;
  readonly looksLikeJson: boolean;
}

/** The image configuration a stage ends with, as `docker image inspect` would show it. */
export interface ImageConfig {
  /** Known undefined: there is none (also after `ENTRYPOINT []`). */
  readonly entrypoint: Setting<Command | undefined>;
  readonly cmd: Setting<Command | undefined>;
  /** What is set, by name. A name that is absent is unset only when `envComplete`. */
  readonly env: ReadonlyMap<string, Setting<string>>;
  /** False when the base image's environment is not known. */
  readonly envComplete: boolean;
  /** Directories of PATH in order. */
  readonly path: Setting<readonly string[]>;
  /** Directories that are surely on PATH, in order, even when `path` as a whole is not known. */
  readonly surePath: readonly string[];
  readonly workdir: Setting<string>;
  /** Known undefined: root by default. */
  readonly user: Setting<string | undefined>;
  readonly labels: ReadonlyMap<string, Setting<string>>;
  readonly labelsComplete: boolean;
  /** `8080`, `8080/tcp`, as written after substitution. */
  readonly exposed: readonly Setting<string>[];
  readonly volumes: readonly Setting<string>[];
  readonly shell: Setting<readonly string[]>;
  readonly stopSignal: Setting<string | undefined>;
  readonly healthcheck: Setting<string | undefined>;
}

export interface Stage {
  readonly index: number;
  /** `AS name`, lower case. */
  readonly name: string | undefined;
  readonly nameRange: Range | undefined;
  readonly from: Instruction;
  /** The image word of FROM. */
  readonly image: Word;
  readonly platform: Word | undefined;
  /** Set when FROM names an earlier stage. */
  readonly parent: Stage | undefined;
  /** Instructions of this stage alone, FROM first, ONBUILD ones included. */
  readonly instructions: readonly Instruction[];
  /**
   * Instructions that shape the image of this stage, oldest first: those of the parents, then its own. ONBUILD
   * instructions are in it only where they run: those of the direct parent, after this stage's FROM.
   */
  readonly lineage: readonly Instruction[];
  /** The stage whose FROM names an image outside the file; itself when it has no parent. */
  readonly root: Stage;
  readonly config: ImageConfig;
  /** What is known about the image outside the file that `root` is built on. */
  readonly base: BaseImage;
  /** The configuration in force just before the instruction (WORKDIR, USER, ENV, SHELL, PATH at that point). */
  configAt(instruction: Instruction): ImageConfig;
}

/** The image outside the file on which a stage rests. */
export interface BaseImage {
  /** `scratch`, `python:3.12-slim`, `763104351884.dkr.ecr…/pytorch-training:2.6.0-…`; unknown for `FROM ${X}` without a default. */
  readonly reference: Known<string>;
  /** Row of contract/bases.ts that fits, if any. */
  readonly row: BaseRow | undefined;
}

/** Shape of a row of contract/bases.ts as the model needs it. */
export type BaseRow = import('../../../contract/bases').Base;
