import { isRecord } from './json-value';
import { SCHEMAS } from './schemas.generated';
import type { SchemaName } from './validate';

/** Where a member that stands in the wrong object belongs: `in \`ResourceConfig\``; undefined when that is not clear. */
export function placeOf(name: SchemaName, member: string, from: string): string | undefined {
  const schema = SCHEMAS[name];
  const root = record(schema['properties']);
  if (from !== '' && Object.hasOwn(root, member)) return 'at the top of the document';
  const owners = Object.keys(root).filter((owner) => {
    const there = record(root[owner]);
    const properties = record(resolved(schema, there)['properties']);
    return `/${owner}` !== from && Object.hasOwn(properties, member);
  });
  return owners.length === 1 ? `in \`${owners[0] ?? ''}\`` : undefined;
}

function resolved(
  schema: Readonly<Record<string, unknown>>,
  part: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const reference = part['$ref'];
  if (typeof reference !== 'string') return part;
  return record(record(schema['definitions'])[reference.slice(reference.lastIndexOf('/') + 1)]);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
