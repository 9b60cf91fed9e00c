import { requirement } from '../../../contract/requirements';
import type { Example, Rule } from '../rules/rule';

/** The rule's page, Markdown: docs/rules/<id>.md and `explain <id>`. */
export function rulePage(rule: Rule): string {
  const roles = rule.roles === 'any' ? 'any' : rule.roles.join(', ');
  const lines = [
    `# ${rule.id}`,
    '',
    `${rule.summary}.`,
    '',
    `| severity | roles | quick fix | requirements |`,
    `| --- | --- | --- | --- |`,
    `| ${rule.severity} | ${roles} | ${rule.fixable ? 'yes' : 'no'} | ${rule.requirements.join(', ')} |`,
    '',
    '## Why',
    '',
    rule.why,
    '',
    '## What to do',
    '',
    rule.remedy,
    '',
    '## What SageMaker says',
    '',
    ...rule.requirements.map((id) => requirementLine(id)),
    '',
    '## Reported',
    '',
    ...rule.bad.flatMap(example),
    '## Accepted',
    '',
    ...rule.good.flatMap(example),
    '## Switch it off',
    '',
    'On the next instruction:',
    '',
    '```dockerfile',
    `# sagemaker: ignore=${rule.id} reason=why it does not apply here`,
    '```',
    '',
    `In the file: \`# sagemaker: ignore-file=${rule.id} reason=…\`. In the workspace: \`"rules": { "${rule.id}": "off" }\` in \`.sagemaker/containers.json\`.`,
  ];
  return `${lines.join('\n')}\n`;
}

function requirementLine(id: Rule['requirements'][number]): string {
  const it = requirement(id);
  const sources = it.sources
    .map((url, index) => `[source${it.sources.length > 1 ? ` ${index + 1}` : ''}](${url})`)
    .join(', ');
  return `- **${id}** ${it.statement}${sources === '' ? '' : ` (${sources})`}`;
}

function example({ title, files }: Example): readonly string[] {
  return [
    `${title.slice(0, 1).toUpperCase()}${title.slice(1)}:`,
    '',
    ...Object.entries(files).flatMap(([name, text]) => {
      const fence = text.includes('```') ? '````' : '```';
      const path = name.replace(/^\+x /, '');
      const head =
        Object.keys(files).length > 1 || path !== 'Dockerfile'
          ? [`\`${path}\`${name.startsWith('+x ') ? ' (executable)' : ''}`, '']
          : [];
      return [...head, fence + language(path), text.replace(/\r/g, '␍').replace(/\n+$/, ''), fence, ''];
    }),
  ];
}

function language(path: string): string {
  if (/dockerfile/i.test(path)) return 'dockerfile';
  if (path.endsWith('.py') || /\/?(?:train|serve)$/.test(path)) return 'python';
  if (path.endsWith('.sh')) return 'shell';
  if (path.endsWith('.conf')) return 'nginx';
  return 'text';
}
