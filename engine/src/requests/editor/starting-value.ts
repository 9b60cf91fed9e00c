import { TRAINING_RUNTIME_SECONDS } from '../../../../contract/limits';
import { isRecord } from '../json-value';
import { isRequiredAt, membersAt, schemaAt } from './schema-at';
import type { SchemaName } from '../validate';

/** What most people write first. */
const USUAL: Readonly<Record<string, unknown>> = {
  InstanceType: 'ml.m5.xlarge',
  InstanceCount: 1,
  InitialInstanceCount: 1,
  VolumeSizeInGB: 30,
  MaxRuntimeInSeconds: TRAINING_RUNTIME_SECONDS.value.usual,
  TrainingInputMode: 'File',
  VariantName: 'AllTraffic',
};

/** A value for a member that is added: with all that it must have, and as far as can be said, right. */
export function startingValue(name: SchemaName, path: readonly (string | number)[], depth = 0): unknown {
  const member = String(path.at(-1));
  if (Object.hasOwn(USUAL, member)) return USUAL[member];
  const schema = schemaAt(name, path) ?? {};
  const listed = schema['enum'];
  if (Array.isArray(listed)) return listed[0];
  switch (schema['type']) {
    case 'object':
      return depth > 4 ? {} : withRequired(name, path, depth);
    case 'array':
      return isRecord(schema['items']) && depth < 4 && schema['minItems'] !== undefined
        ? [startingValue(name, [...path, 0], depth + 1)]
        : [];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1));
    default:
      return '';
  }
}

function withRequired(
  name: SchemaName,
  path: readonly (string | number)[],
  depth: number,
): Readonly<Record<string, unknown>> {
  const members = membersAt(name, path).filter(
    (it) => isRequiredAt(name, path, it) || (path.at(-1) === 'StoppingCondition' && it === 'MaxRuntimeInSeconds'),
  );
  return Object.fromEntries(members.map((it) => [it, startingValue(name, [...path, it], depth + 1)]));
}
