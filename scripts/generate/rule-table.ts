import type { Rule } from '../../server/src/rules/rule';

const START = '<!-- rules: made by `npm run generate` -->';
const END = '<!-- end of rules -->';

/** The README with its table of rules renewed between the marks. */
export function withRuleTable(readme: string, rules: readonly Rule[]): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`README.md lacks the marks ${START} and ${END}`);
  const rows = rules.map((it) => {
    const fix = it.fixable ? 'yes' : '';
    return `| [${it.id}](docs/rules/${it.id}.md) | ${it.summary.replaceAll('|', '\\|')} | ${it.severity} | ${fix} | ${it.requirements.join(', ')} |`;
  });
  const table = [
    `${rules.length} rules, ${rules.filter((it) => it.fixable).length} with a quick fix.`,
    '',
    '| rule | what must hold | at most | fix | requirements |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ];
  return `${readme.slice(0, start)}${START}\n\n${table.join('\n')}\n\n${readme.slice(end)}`;
}
