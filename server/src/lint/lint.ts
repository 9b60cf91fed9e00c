import type { Role } from '../../../contract/roles';
import type { FileSystem } from '../context/types';
import type { ProjectFile } from '../project/types';
import { createSubject } from '../create-subject';
import { RULES } from '../rules/index';
import type { Rule } from '../rules/rule';
import type { Subject } from '../subject';
import { directiveFindings } from './directive-findings';
import type { Finding, Severity } from './finding';
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
}

const ORDER: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

/** One pass: text → model → roles → rules → findings. Never throws: a rule that fails is left out and reported through `onError`. */
export function lint(input: LintInput, onError: (rule: string, error: unknown) => void = () => undefined): LintResult {
  const created = guarded(() => createSubject(input), 'model', onError);
  if (!created?.subject) return { findings: [], subject: undefined, dependsOn: created?.dependsOn() ?? [] };
  const { subject, directives } = created;
  const found = subject.roles.active.size === 0 ? [] : RULES.flatMap((rule) => check(rule, subject, input, onError));
  const { kept, unused } = suppress(found, directives, input.project, input.path);
  const findings = [...kept, ...directiveFindings(directives, unused, subject, input.settings)];
  return { findings: findings.sort(byPosition), subject, dependsOn: created.dependsOn() };
}

function check(
  rule: Rule,
  subject: Subject,
  input: LintInput,
  onError: (rule: string, error: unknown) => void,
): readonly Finding[] {
  const wanted = input.settings.severities[rule.id] ?? input.project?.rules[rule.id];
  if (wanted === 'off' || !applies(rule, subject)) return [];
  const findings: Finding[] = [];
  const ok = guarded(
    () => {
      rule.check(subject, (it) => {
        const severity = wanted ?? calm(lower(it.severity ?? rule.severity, rule.severity), subject);
        findings.push({
          rule: rule.id,
          requirements: it.requirements ?? rule.requirements,
          severity,
          message: it.message,
          range: it.range,
          related: it.related ?? [],
          fixes: it.fixes ?? [],
          tags: it.tags ?? [],
        });
      });
      return true;
    },
    rule.id,
    onError,
  );
  return ok ? findings : [];
}

function applies(rule: Rule, subject: Subject): boolean {
  return rule.roles === 'any' || rule.roles.some((role) => subject.has(role));
}

function lower(a: Severity, b: Severity): Severity {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}

/** In a template that is not a Dockerfile yet nothing is certain. */
function calm(severity: Severity, subject: Subject): Severity {
  return subject.dockerfile.wellFormed ? severity : 'hint';
}

function byPosition(a: Finding, b: Finding): number {
  return (
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    ORDER.indexOf(b.severity) - ORDER.indexOf(a.severity) ||
    a.rule.localeCompare(b.rule)
  );
}

function guarded<T>(action: () => T, name: string, onError: (rule: string, error: unknown) => void): T | undefined {
  try {
    return action();
  } catch (error) {
    onError(name, error);
    return undefined;
  }
}
