import type { Range } from 'vscode-languageserver-types';
import { CAPABILITY_VALUE, nearestLabel } from '../../../../contract/labels';
import type { Fix } from '../../lint/finding';
import type { Subject } from '../../subject';
import { appendToStage } from './edits';

/** The label is surely missing, and no other rule has a say about it: no stage sets it, or one that is nearly it. */
export function lacksLabel(subject: Subject, name: string): boolean {
  const { labels, labelsComplete } = subject.config;
  const { row } = subject.stage.base;
  // Not of all of AWS's own images it is known which labels they have.
  if (row?.kind === 'sagemaker' && Object.keys(row.labels).length === 0) return false;
  if (!labelsComplete || labels.has(name)) return false;
  return !subject.dockerfile.instructions
    .filter((it) => it.keyword === 'LABEL')
    .flatMap((it) => it.pairs)
    .some(({ name: { value } }) => !value.known || value.value === name || nearestLabel(value.value) === name);
}

/** The label as it should be, when the Dockerfile itself sets it. */
export function ownLabel(subject: Subject, name: string): { readonly range: Range } | undefined {
  const setting = subject.config.labels.get(name);
  if (setting?.origin.from !== 'instruction' || !setting.value.known || setting.value.value !== CAPABILITY_VALUE)
    return undefined;
  return { range: setting.origin.range };
}

export function addLabel(subject: Subject, name: string): Fix {
  const line = `LABEL ${name}=${CAPABILITY_VALUE}`;
  return { title: `Add \`${line}\``, edits: [appendToStage(subject, line)], safe: true };
}
