import { describe, expect, it } from 'vitest';
import { applyEdits } from '../apply-edits';
import { requirement } from '../../../../contract/requirements';
import type { Finding } from '../../../../server/src/lint/finding';
import type { LintResult } from '../../../../server/src/lint/lint';
import { RULES } from '../../../../server/src/rules/index';
import type { Example } from '../../../../server/src/rules/rule';
import { describeFindings, lintExample } from '../lint-files';

const GRAVITY = { hint: 0, info: 1, warning: 2, error: 3 };

function ofRule(result: LintResult, rule: string): readonly Finding[] {
  return result.findings.filter((it) => it.rule === rule);
}

function key(finding: Finding): string {
  return `${finding.rule} ${finding.message}`;
}

it('lists the rules in order, each once', () => {
  const ids = RULES.map((it) => it.id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('is described', () => {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
    expect(rule.summary).not.toMatch(/\.$/);
    expect(rule.requirements.length).toBeGreaterThan(0);
    for (const it of rule.requirements) expect(requirement(it).id).toBe(it);
    expect(rule.why.length).toBeGreaterThan(40);
    expect(rule.remedy.length).toBeGreaterThan(20);
    expect(rule.bad.length).toBeGreaterThan(0);
    expect(rule.good.length).toBeGreaterThan(0);
  });

  it.each(rule.bad.map((example) => [example.title, example] as const))('reports: %s', (_title, example) => {
    const result = lintExample(example);
    const found = ofRule(result, id);
    expect(found, describeFindings(result).join('\n')).not.toHaveLength(0);
    const text = result.subject?.dockerfile.text ?? '';
    for (const it of found) {
      expect(GRAVITY[it.severity]).toBeLessThanOrEqual(GRAVITY[rule.severity]);
      expect(it.message).toMatch(/[.!?`)]$/);
      expect(insideText(it, text), `range of ${key(it)}`).toBe(true);
    }
    if (rule.fixable && rule.bad[0] === example) expect(found.some((it) => it.fixes.length > 0)).toBe(true);
    if (!rule.fixable) expect(found.every((it) => it.fixes.length === 0)).toBe(true);
  });

  it.each(rule.good.map((example) => [example.title, example] as const))('accepts: %s', (_title, example) => {
    const result = lintExample(example);
    const above = result.findings.filter((it) => it.severity !== 'hint' || it.rule === id);
    expect(above.map((it) => `${it.severity} ${key(it)}`)).toEqual([]);
    expect(result.subject?.roles.active.size, 'a good example must have a role, or it proves nothing').toBeGreaterThan(
      0,
    );
  });

  const fixes = rule.bad.flatMap((example) =>
    ofRule(lintExample(example), id).flatMap((finding) =>
      finding.fixes.map((fix) => [`${example.title}: ${fix.title}`, example, finding, fix] as const),
    ),
  );
  it.runIf(fixes.length > 0).each(fixes)('fixes %s', (_title, example, finding, fix) => {
    const before = lintExample(example);
    const after = lintExample(applyFix(example, fix.edits));
    expect(after.findings.filter((it) => key(it) === key(finding)).length, describeFindings(after).join('\n')).toBe(
      before.findings.filter((it) => key(it) === key(finding)).length - 1,
    );
    const known = new Set(before.findings.map((it) => it.rule));
    expect(after.findings.filter((it) => !known.has(it.rule) && it.severity !== 'hint').map(key)).toEqual([]);
  });
});

function applyFix(example: Example, edits: Finding['fixes'][number]['edits']): Example {
  return { ...example, files: applyEdits(example.files, example.path ?? 'Dockerfile', edits) };
}

function insideText(finding: Finding, text: string): boolean {
  const lines = text.split('\n');
  const { start, end } = finding.range;
  const last = lines[end.line];
  const first = lines[start.line];
  return (
    first !== undefined &&
    last !== undefined &&
    start.character <= first.length &&
    end.character <= last.length &&
    (start.line < end.line || (start.line === end.line && start.character < end.character))
  );
}
