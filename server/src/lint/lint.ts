import type { Role } from '../../../contract/roles';
import type { FileSystem } from '../context/types';
import type { ProjectFile } from '../project/types';
import { type Created, createSubject } from '../create-subject';
import type { Subject } from '../subject';
import { type Checked, checkRules } from './check-rules';
import { directiveFindings } from './directive-findings';
import type { Finding, Severity } from './finding';
import { guarded } from './guarded';
import { suppress } from './suppress';

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
  /** What a lint of a later text of the same file may take over. */
  readonly pass?: { readonly created: Created; readonly checked: Checked } | undefined;
}

const ORDER: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

/**
 * One pass: text → model → roles → rules → findings. Never throws: a rule that fails is left out and reported through
 * `onError`. `previous`, the result for an earlier text of the same file, makes it quicker and changes no finding.
 */
export function lint(
  input: LintInput,
  onError: (rule: string, error: unknown) => void = () => undefined,
  previous?: LintResult,
): LintResult {
  const created = guarded(() => createSubject(input, previous?.pass?.created), 'model', onError);
  if (!created?.chosen) return { findings: [], subject: undefined, dependsOn: created?.dependsOn() ?? [] };
  const { directives } = created;
  const { model, subject } = created.chosen;
  const checked = checkRules(model, subject, input, onError, previous?.pass?.checked);
  const { kept, unused } = suppress(checked.findings, directives, input.project, input.path);
  const findings = [...kept, ...directiveFindings(directives, unused, subject, input.settings)];
  return { findings: findings.sort(byPosition), subject, dependsOn: created.dependsOn(), pass: { created, checked } };
}

function byPosition(a: Finding, b: Finding): number {
  return (
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    ORDER.indexOf(b.severity) - ORDER.indexOf(a.severity) ||
    a.rule.localeCompare(b.rule)
  );
}
