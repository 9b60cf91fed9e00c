import { isRecord } from './json-value';
import { SCHEMAS } from './schemas.generated';
import type { RequestKind } from './types';

/**
 * What a document of this kind can have of a value: members that the Create calls don’t know are left out, at every depth.
 * Dates and everything else that is no JSON become JSON.
 */
export function membersOf(kind: RequestKind, value: unknown): Readonly<Record<string, unknown>> {
  const json: unknown = JSON.parse(JSON.stringify(value));
  const kept = taken(json, SCHEMAS[kind], SCHEMAS[kind]);
  return isRecord(kept) ? kept : {};
}

function taken(value: unknown, named: unknown, root: unknown): unknown {
  const schema = resolved(named, root);
  if (Array.isArray(value)) {
    const items = member(schema, 'items');
    return value.map((it: unknown) => taken(it, items, root));
  }
  if (!isRecord(value)) return value;
  const properties = member(schema, 'properties');
  const others = member(schema, 'additionalProperties');
  // A value of which the schema says nothing is kept whole.
  if (!isRecord(properties) && !isRecord(others)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, it]) => {
      const own = isRecord(properties) && Object.hasOwn(properties, name) ? properties[name] : others;
      return isRecord(own) ? [[name, taken(it, own, root)]] : [];
    }),
  );
}

function resolved(schema: unknown, root: unknown): unknown {
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return schema;
  return reference.replace(/^#\//, '').split('/').reduce(member, root);
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
