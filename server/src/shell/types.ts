import type { Range } from 'vscode-languageserver-types';
import type { Instruction } from '../dockerfile/types';
import type { Known } from '../known';
import type { EchoStyle } from './echo-style';

/** One simple command of a RUN script: `VAR=x pip install -r requirements.txt > log`. */
export interface ShellCommand {
  /** Words after quote removal and expansion of variables known at that point; a word with an unknown part is unknown. First: the program. */
  readonly words: readonly ShellWord[];
  readonly assignments: readonly { readonly name: string; readonly value: Known<string> }[];
  readonly redirects: readonly { readonly operator: string; readonly target: ShellWord }[];
  /** Body of a heredoc given to this command's standard input, if any. */
  readonly stdin: string | undefined;
  /** What stands before it: first in the script, `;` or newline, `&&`, `||`, `|`, `&`. */
  readonly after: 'start' | ';' | '&&' | '||' | '|' | '&';
  /** Directory in force, following `cd`; unknown after `cd $X`. */
  readonly cwd: Known<string>;
  readonly range: Range;
  readonly instruction: Instruction;
  /** May run or not: inside `if`, `case`, `while`, a function or a `for` over values that aren't known, around `||`, or after a test. */
  readonly conditional: boolean;
  /** How its shell echoes. */
  readonly echo?: EchoStyle;
}

export interface ShellWord {
  readonly raw: string;
  readonly value: Known<string>;
  readonly range: Range;
  /** Has unquoted `*`, `?` or `[`. */
  readonly glob: boolean;
}

export type PackageManager = 'pip' | 'conda' | 'apt' | 'apk' | 'yum' | 'npm' | 'r';

/** A package that the build installs, with where it is written. */
export interface InstalledPackage {
  readonly manager: PackageManager;
  /** Normalised: pip names lower case with `_` and `.` as `-`, extras removed. */
  readonly name: string;
  /** What follows the name: `==2.0`, `<80`, `=1.18.0`; empty when none. */
  readonly version: string;
  /** True for wheels, tarballs, VCS URLs and local folders: the name is then the best guess from the file name, or empty. */
  readonly local: boolean;
  readonly instruction: Instruction;
  /** The word that names it, or the `-r file` word for packages from a requirements file. */
  readonly range: Range;
  /** Path of the context file that lists it, when it comes from a requirements.txt, environment.yml, pyproject.toml … */
  readonly listedIn: string | undefined;
}
