import type { Model } from '../model';
import type { Roles } from '../roles/types';
import { RULES } from '../rules/index';
import type { Rule } from '../rules/rule';
import type { Subject } from '../subject';
import type { Finding, Severity } from './finding';
import { guarded } from './guarded';
import type { LintInput } from './lint';

/** What each rule said about a subject. */
export interface Checked {
  readonly model: Model;
  readonly subject: Subject;
  readonly outcomes: ReadonlyMap<Rule, Outcome>;
  readonly findings: readonly Finding[];
}

interface Outcome {
  /** The severity the user sets for the rule. */
  readonly wanted: Severity | 'off' | undefined;
  readonly findings: readonly Finding[];
  /** The rule looked at the text itself, comments and all, and not only at what its instructions come to. */
  readonly looked: boolean;
}

const ORDER: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

/**
 * Runs every rule. A rule of which all that it looked at is as in `previous` finds the same again, so it isn't run: the
 * model is the very same, the roles and settings are equal, and it had no look at the text outside instructions.
 */
export function checkRules(
  model: Model,
  subject: Subject,
  input: LintInput,
  onError: (rule: string, error: unknown) => void,
  previous?: Checked,
): Checked {
  const last = previous !== undefined && isAlike(previous, model, subject) ? previous.outcomes : undefined;
  const outcomes = new Map<Rule, Outcome>();
  const findings: Finding[] = [];
  for (const rule of subject.roles.active.size === 0 ? [] : RULES) {
    const wanted = input.settings.severities[rule.id] ?? input.project?.rules[rule.id];
    const before = last?.get(rule);
    const holds = before !== undefined && before.wanted === wanted && !before.looked;
    const outcome = holds ? before : check(rule, subject, wanted, onError);
    if (outcome === undefined) continue;
    outcomes.set(rule, outcome);
    findings.push(...outcome.findings);
  }
  return { model, subject, outcomes, findings };
}

/** Undefined: the rule failed. */
function check(
  rule: Rule,
  subject: Subject,
  wanted: Outcome['wanted'],
  onError: (rule: string, error: unknown) => void,
): Outcome | undefined {
  const findings: Finding[] = [];
  if (wanted === 'off' || !applies(rule, subject)) return { wanted, findings, looked: false };
  const looks = subject.dockerfile.looks;
  return guarded(
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
      return { wanted, findings, looked: subject.dockerfile.looks !== looks };
    },
    rule.id,
    onError,
  );
}

function isAlike(previous: Checked, model: Model, subject: Subject): boolean {
  const before = previous.subject;
  return (
    previous.model === model &&
    before.dockerfile.wellFormed === subject.dockerfile.wellFormed &&
    before.settings.region === subject.settings.region &&
    before.settings.today === subject.settings.today &&
    before.settings.platform === subject.settings.platform &&
    isSameRoles(before.roles, subject.roles)
  );
}

function isSameRoles(a: Roles, b: Roles): boolean {
  return a.declared === b.declared && JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain({ active, evidence }: Roles): unknown {
  return [...active, ...evidence];
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
