import type { Range } from 'vscode-languageserver-types';
import { ruleById } from '../rules/index';
import type { Subject } from '../subject';
import type { Directives, Ignore } from './directives';
import type { Finding } from './finding';
import type { LintSettings } from './lint';

/** Ids of what the linter says about its own comments; they can be switched like rules. */
export const UNUSED_IGNORE = 'unused-ignore';
export const BAD_DIRECTIVE = 'bad-directive';

/** Ignores that suppress nothing, ignores without a reason, and directives that can't be understood. */
export function directiveFindings(
  directives: Directives,
  unused: readonly Ignore[],
  subject: Subject,
  settings: LintSettings,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (settings.severities[BAD_DIRECTIVE] !== 'off') {
    for (const it of directives.problems) findings.push(finding(BAD_DIRECTIVE, it.range, it.message));
    for (const it of directives.ignores) {
      if (it.reason === '') {
        findings.push(
          finding(
            BAD_DIRECTIVE,
            it.range,
            `This ignore of \`${it.rule}\` gives no reason. Add \`reason=<why>\`, so that the next reader knows why the rule does not apply.`,
          ),
        );
      }
    }
  }
  if (settings.severities[UNUSED_IGNORE] === 'off') return findings;
  for (const it of unused) {
    const exists = ruleById(it.rule) !== undefined;
    const message = exists
      ? `\`${it.rule}\` finds nothing here, so this ignore has no effect. Remove it.`
      : `There is no rule \`${it.rule}\`. \`sagemaker-containers rules\` lists them.`;
    findings.push({
      ...finding(UNUSED_IGNORE, it.range, message),
      fixes: removal(it, subject, directives),
      tags: ['unnecessary'],
    });
  }
  return findings;
}

function finding(rule: string, range: Range, message: string): Finding {
  return { rule, requirements: [], severity: 'hint', message, range, related: [], fixes: [], tags: [] };
}

/** Removing the comment is safe only when it holds nothing else. */
function removal(ignore: Ignore, subject: Subject, directives: Directives): Finding['fixes'] {
  const sameComment = directives.ignores.filter((it) => it.comment === ignore.comment);
  const holdsRoles = directives.roles && inside(directives.roles.range, ignore.comment);
  if (sameComment.length > 1 || holdsRoles) return [];
  const { line } = ignore.comment.start;
  const range = subject.dockerfile.range(
    subject.dockerfile.offsetAt({ line, character: 0 }),
    subject.dockerfile.offsetAt({ line: line + 1, character: 0 }),
  );
  return [
    { title: `Remove the ignore of \`${ignore.rule}\``, edits: [{ file: undefined, range, text: '' }], safe: true },
  ];
}

function inside(inner: Range, outer: Range): boolean {
  return inner.start.line >= outer.start.line && inner.end.line <= outer.end.line;
}
