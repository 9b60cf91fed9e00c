import { isRecord } from '../json-value';
import { SCHEMAS } from '../schemas.generated';
import type { SchemaName } from '../validate';

type Schema = Readonly<Record<string, unknown>>;

/** What the schema says of the member at a path of names and indexes; undefined: nothing. */
export function schemaAt(name: SchemaName, path: readonly (string | number)[]): Schema | undefined {
  const root = SCHEMAS[name];
  let current: Schema | undefined = root;
  for (const part of path) {
    if (current === undefined) return undefined;
    current = step(current, part, root);
  }
  return current;
}

/** The values that the schema lists for a member. */
export function choicesAt(name: SchemaName, path: readonly (string | number)[]): readonly string[] {
  const listed = schemaAt(name, path)?.['enum'];
  return Array.isArray(listed) ? listed.filter((it): it is string => typeof it === 'string') : [];
}

/** The names of the members that an object may have. */
export function membersAt(name: SchemaName, path: readonly (string | number)[]): readonly string[] {
  const properties = schemaAt(name, path)?.['properties'];
  return isRecord(properties) ? Object.keys(properties) : [];
}

/** Whether it has to be there. */
export function isRequiredAt(name: SchemaName, path: readonly (string | number)[], member: string): boolean {
  const required = schemaAt(name, path)?.['required'];
  return Array.isArray(required) && required.includes(member);
}

function step(schema: Schema, part: string | number, root: Schema): Schema | undefined {
  const properties = schema['properties'];
  if (isRecord(properties) && Object.hasOwn(properties, part)) return resolved(properties[part], root);
  if (/^\d+$/.test(String(part)) && isRecord(schema['items'])) return resolved(schema['items'], root);
  return resolved(schema['additionalProperties'], root);
}

function resolved(schema: unknown, root: Schema): Schema | undefined {
  if (!isRecord(schema)) return undefined;
  const reference = schema['$ref'];
  const definitions = root['definitions'];
  if (typeof reference !== 'string' || !isRecord(definitions)) return schema;
  return resolved(definitions[reference.slice(reference.lastIndexOf('/') + 1)], root);
}
