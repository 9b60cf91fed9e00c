import { parseArgs } from 'node:util';
import { rulePage } from '../../server/src/report/rule-page';
import { RULES, ruleById, ruleUrl } from '../../server/src/rules/index';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `rules`: the list of rules, for people or as JSON. */
export function rulesCommand(args: readonly string[], terminal: Terminal): number {
  const format = formatOf(args);
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

function formatOf(args: readonly string[]): 'text' | 'json' {
  let format: string | undefined;
  try {
    format = parseArgs({ args: [...args], options: { format: { type: 'string' } } }).values.format;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (format === undefined || format === 'text') return 'text';
  if (format === 'json') return 'json';
  throw new UsageError(`--format takes text or json; not ${format}.`);
}

/** `explain <rule>`: the rule's page. */
export function explainCommand(args: readonly string[], terminal: Terminal): number {
  const [id] = args;
  if (id === undefined || args.length > 1) throw new UsageError('explain takes one rule: explain serve-is-answered');
  const rule = ruleById(id);
  if (!rule) throw new UsageError(`There is no rule ${id}. \`rules\` lists them.`);
  terminal.write(rulePage(rule));
  return 0;
}
