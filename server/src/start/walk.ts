import type { Range } from 'vscode-languageserver-types';
import type { ImageFile, ImageFiles, Lookup } from '../context/types';
import type { Command, ImageConfig, Origin, Stage } from '../dockerfile/types';
import { mountOver } from '../../../contract/filesystem';
import { ROLES } from '../../../contract/roles';
import type { PythonFacts, ShellScriptFacts } from '../readers/types';
import type { Detached, FoundServer, Link, Outcome } from './types';

/** What following a start needs to see. */
export interface StartInputs {
  readonly stage: Stage;
  readonly config: ImageConfig;
  readonly files: ImageFiles;
  /** Directories surely on PATH, in order; also when the whole of PATH is not known. */
  readonly path: readonly string[];
  /** With arguments: its servers as they are when it is started with these. */
  python(file: ImageFile, args?: readonly string[]): PythonFacts | undefined;
  /** With arguments: what it does for these; `mark` says which of them the word is. */
  script(file: ImageFile, args?: readonly string[], mark?: number): ShellScriptFacts | undefined;
  /** Sources of the programs that the Dockerfile compiles. */
  compiled(): readonly ImageFile[];
  /** True only when the image surely has no such program (a name, or an absolute path). */
  lacksProgram(program: string): boolean;
}

/** One program to be run. */
export interface Step {
  /** Undefined parts are not known. */
  readonly argv: readonly (string | undefined)[];
  readonly role: Link['role'];
  readonly command: Command | undefined;
  readonly origin: Origin | undefined;
  /** The word SageMaker appended, when it is still to be found in `argv`, and where. */
  readonly word: string | undefined;
  readonly wordAt: number | undefined;
  readonly rangeOf: (index: number) => Range;
  /** The file the command line stands in; undefined: the Dockerfile. */
  readonly file: ImageFile | undefined;
  /** Started by the kernel, not through a shell: the file needs its execute bit and a shebang. */
  readonly direct: boolean;
}

/** State of one walk from `docker run` down to the servers. */
export interface Walk {
  readonly inputs: StartInputs;
  readonly chain: Link[];
  readonly servers: FoundServer[];
  readonly detached: Detached[];
  complete: boolean;
  depth: number;
  readonly seen: Set<string>;
}

export function createWalk(inputs: StartInputs): Walk {
  return { inputs, chain: [], servers: [], detached: [], complete: true, depth: 0, seen: new Set() };
}

export function workingDirectory(walk: Walk): string | undefined {
  const { value } = walk.inputs.config.workdir;
  return value.known ? value.value : undefined;
}

/** What `exec` finds for the name: on PATH, or by path, relative ones from WORKDIR. */
export function findProgram(name: string, walk: Walk): Lookup {
  const { files, path } = walk.inputs;
  if (!name.includes('/')) return files.which(name, path);
  return findFile(name, walk);
}

/** The file of that path, relative ones from WORKDIR. */
export function findFile(name: string, walk: Walk): Lookup {
  const { files } = walk.inputs;
  const cwd = workingDirectory(walk);
  if (cwd === undefined && !name.startsWith('/'))
    return { state: 'unknown', why: 'the working directory is not known' };
  const path = joinPath(cwd ?? '/', name);
  const found = files.lookup(path);
  if (found.state === 'absent' && mountOver(path, ROLES))
    return { state: 'unknown', why: `\`${path}\` comes with the job` };
  return found;
}

/** POSIX join with `.` and `..` resolved. */
export function joinPath(base: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${relative.startsWith('/') ? '' : base}/${relative}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Nothing is known of what follows; absence of a server then means nothing. */
export function unknownOutcome(walk: Walk, why: string): Outcome {
  walk.complete = false;
  return { kind: 'unknown', why };
}
