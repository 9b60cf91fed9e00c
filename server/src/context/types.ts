import type { Range } from 'vscode-languageserver-types';
import type { Instruction } from '../dockerfile/types';

/**
 * The one door to files. Paths are absolute, with `/`. Implementations: disk (cached by mtime), memory (tests, stdin,
 * vscode.dev), and an overlay in which open editors win over the disk. Never throws: what can't be read is undefined.
 */
export interface FileSystem {
  stat(path: string): FileStat | undefined;
  /** UTF-8 text, undefined when missing, a directory, binary (a NUL byte) or larger than `maxBytes` (1 MiB). */
  read(path: string): string | undefined;
  /** Names in the folder, sorted; empty when missing. */
  list(path: string): readonly string[];
}

export interface FileStat {
  readonly type: 'file' | 'directory';
  readonly size: number;
  /** Any execute bit; undefined where the platform or editor has no mode bits. */
  readonly executable: boolean | undefined;
}

/** The folder that is sent to the builder. */
export interface BuildContext {
  /** Absolute path; undefined when there are no files behind the Dockerfile at all (stdin without a folder, vscode.dev). */
  readonly root: string | undefined;
  /** `declared` in the project file, `inferred` as the ancestor that resolves most sources, `none`. */
  readonly how: 'declared' | 'inferred' | 'none';
  /** True when it is trustworthy: declared, or the inferred one resolves at least half of the literal COPY sources and one of them. Rules that say "this file is missing" need it. */
  readonly reliable: boolean;
  readonly fs: FileSystem;
  /** Is this path (relative to root) kept out by .dockerignore? */
  ignored(relative: string): boolean;
  readonly ignoreFile: { readonly path: string; readonly text: string } | undefined;
}

/** One COPY or ADD of the target's lineage, resolved. */
export interface CopyStep {
  readonly instruction: Instruction;
  /** `--from=stage` or image: sources are not in the context. */
  readonly from: string | undefined;
  readonly sources: readonly CopySource[];
  /** Absolute path in the image; undefined when unknown. Ends with `/` when it is certainly a directory. */
  readonly destination: string | undefined;
}

export interface CopySource {
  /** As written, after substitution; undefined when unknown. */
  readonly pattern: string | undefined;
  readonly range: Range;
  /** What was found in the context. `ignored`: it exists but .dockerignore keeps it out. `unchecked`: no reliable context, a URL or another stage. */
  readonly state: 'found' | 'missing' | 'ignored' | 'unchecked';
}

export type Tri = 'yes' | 'no' | 'unknown';

/** A file or directory of the image under construction. */
export interface ImageFile {
  /** Absolute, normalised path in the image. */
  readonly path: string;
  readonly type: 'file' | 'directory';
  readonly executable: Tri;
  /** Absolute path on this machine when it comes from the build context. */
  readonly source: string | undefined;
  /** Content when known (context file, heredoc, echo/printf/cat into it). */
  readonly text: string | undefined;
  /** The instruction that last put or changed it; undefined when it comes from the base image or a package. */
  readonly instruction: Instruction | undefined;
  /** Where in the Dockerfile to point: the source word of COPY, the command in RUN. */
  readonly range: Range | undefined;
  /** CRLF was removed by the build (dos2unix, sed -i 's/\r$//'). */
  readonly lineEndsRepaired: boolean;
  /** "COPY on line 4", "pip install sagemaker-training on line 7", "base image". */
  readonly provenance: string;
  /** A link's target. */
  readonly linkTo: string | undefined;
}

export type Lookup =
  | { readonly state: 'present'; readonly file: ImageFile }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly why: string };

/**
 * The image's file system as far as the Dockerfile and its context tell. A path that an opaque step (a script of the
 * context, `make install`, another image's files, an unknown base) may have written is `unknown`, not `absent`.
 */
export interface ImageFiles {
  lookup(path: string): Lookup;
  /** What `exec` would find for a bare name along the directories, or for a path relative to `cwd` when it holds a slash. */
  which(name: string, directories: readonly string[]): Lookup;
  /** Files and directories put there by the Dockerfile, in order of path. */
  readonly files: readonly ImageFile[];
  /** Files below the directory. */
  under(directory: string): readonly ImageFile[];
  readonly copies: readonly CopyStep[];
}
