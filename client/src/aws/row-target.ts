import type { Kind } from '../../../engine/src/sagemaker';
import type { Ref } from '../connections/connection';
import type { RowNode } from '../views/nodes';

/** The jobs and endpoints that a command of the views is about: those selected, when the one it was called on is among them. */
export function refsOf(target: unknown, selected: unknown): readonly Ref[] {
  const many = Array.isArray(selected) ? selected.filter(isRow) : [];
  const rows = many.length > 0 ? many : [target].filter(isRow);
  return rows.map(({ connection, row }) => ({ connection, kind: row.kind, name: row.name }));
}

function isRow(node: unknown): node is RowNode {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'row';
}

const ARNS: Readonly<Record<Kind, string>> = {
  'training-job': 'TrainingJobArn',
  'processing-job': 'ProcessingJobArn',
  'transform-job': 'TransformJobArn',
  endpoint: 'EndpointArn',
};

/** The ARN in what Describe tells. */
export function arnIn(kind: Kind, described: object): string | undefined {
  const arn: unknown = Reflect.get(described, ARNS[kind]);
  return typeof arn === 'string' ? arn : undefined;
}
