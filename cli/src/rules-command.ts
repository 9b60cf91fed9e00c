import { nearestNames } from '../../contract/images/nearest';
import { rulePage } from '../../server/src/report/rule-page';
import { RULES, ruleById, ruleUrl } from '../../server/src/rules/index';
import { oneOf, onlyPositional, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `rules`: the list of rules, for people or as JSON. */
export function rulesCommand(args: readonly string[], terminal: Terminal): number {
  const options = readOptions(args, ['format']);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  if (options.positionals.length > 0)
    throw new UsageError('rules takes no names: explain prints the page of one rule.');
  if (format === 'json') {
    const rows = RULES.map((it) => ({
      id: it.id,
      summary: it.summary,
      severity: it.severity,
      roles: it.roles === 'any' ? ['any'] : it.roles,
      requirements: it.requirements,
      fixable: it.fixable,
      url: ruleUrl(it.id),
    }));
    terminal.write(`${JSON.stringify(rows, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(...RULES.map((it) => it.id.length));
  for (const it of RULES) {
    terminal.write(`${it.id.padEnd(width)}  ${it.severity.padEnd(7)}  ${it.fixable ? 'fix' : '   '}  ${it.summary}\n`);
  }
  return 0;
}

/** `explain <rule>`: the rule's page. */
export function explainCommand(args: readonly string[], terminal: Terminal): number {
  const id = onlyPositional(readOptions(args, []), 'one rule: explain serve-is-answered');
  const rule = ruleById(id);
  if (!rule) throw new UsageError(noSuchRule(id));
  terminal.write(rulePage(rule));
  return 0;
}

/** With the name that may have been meant. */
export function noSuchRule(id: string): string {
  const [meant] = nearestNames(
    id,
    RULES.map((rule) => rule.id),
    1,
  );
  return `There is no rule ${id}. ${meant === undefined ? '' : `Did you mean ${meant}? `}\`rules\` lists them.`;
}
