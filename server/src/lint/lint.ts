import type { Role } from '../../../contract/roles';
import type { FileSystem } from '../context/types';
import type { ProjectFile } from '../project/types';
import type { Subject } from '../subject';
import type { Finding, Severity } from './finding';

export interface LintInput {
  /** Absolute path of the Dockerfile. */
  readonly path: string;
  readonly text: string;
  readonly fs: FileSystem;
  readonly project: ProjectFile | undefined;
  readonly settings: LintSettings;
}

export interface LintSettings {
  readonly region: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Roles set by the user for this file; undefined: found by evidence. */
  readonly roles: readonly Role[] | undefined;
  /** Per rule id; wins over the project file. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export interface LintResult {
  /** Sorted by position. Suppressed ones are not among them. */
  readonly findings: readonly Finding[];
  /** The model behind them, for hovers, lenses and the status; undefined when the file has no FROM. */
  readonly subject: Subject | undefined;
  /** Absolute paths of the files (not the Dockerfile) that were looked at: a change of one asks for a new lint. */
  readonly dependsOn: readonly string[];
}

/** One pass: text → model → roles → rules → findings. Never throws: a rule that fails is left out and reported through `onError`. */
export function lint(input: LintInput, onError: (rule: string, error: unknown) => void = () => undefined): LintResult {
  void input;
  void onError;
  return { findings: [], subject: undefined, dependsOn: [] };
}
