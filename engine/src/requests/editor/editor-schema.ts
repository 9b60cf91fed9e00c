import { isRecord } from '../json-value';

/** What an editor completes and explains, but does not judge by. */
const KEPT: readonly string[] = ['$schema', 'title', '$ref', 'description', 'default', 'examples', 'defaultSnippets'];

/** What is written for a member of each type. */
const STARTS: Readonly<Record<string, unknown>> = {
  object: { label: '{ }', body: '^{$1}' },
  array: { label: '[ ]', body: '^[$1]' },
  string: { label: '" "', body: '^"$1"' },
};

/**
 * A schema for the editor’s JSON service that offers and explains all members and judges none: our own diagnostics do, in
 * sentences that name the fix, and nothing is said twice. Instance types are left out: they are offered with what they have.
 */
export function editorSchema(schema: unknown): unknown {
  if (!isRecord(schema)) return schema;
  const kept = Object.fromEntries(Object.entries(schema).filter(([name]) => KEPT.includes(name)));
  const { properties, definitions, items, additionalProperties } = schema;
  return {
    ...kept,
    ...offers(schema),
    ...(isRecord(properties) ? { properties: ofEach(properties) } : {}),
    ...(isRecord(items) ? { items: editorSchema(items) } : {}),
    ...(isRecord(additionalProperties) ? { additionalProperties: editorSchema(additionalProperties) } : {}),
    ...(isRecord(definitions) ? { definitions: ofEach(definitions) } : {}),
  };
}

function offers(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const listed = schema['enum'];
  if (Array.isArray(listed)) {
    const isInstances = listed.some((it) => typeof it === 'string' && it.startsWith('ml.'));
    return isInstances ? { defaultSnippets: [STARTS['string']] } : { examples: listed };
  }
  const { type } = schema;
  if (type === 'boolean') return { examples: [true, false] };
  const start = typeof type === 'string' ? STARTS[type] : undefined;
  return start === undefined ? {} : { defaultSnippets: [start] };
}

function ofEach(schemas: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(schemas).map(([name, one]) => [name, editorSchema(one)]));
}
