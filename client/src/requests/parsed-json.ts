import { member } from '../member';

/** A text that may be JSON; undefined while it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Somebody is typing.
    return undefined;
  }
}

/** What a schema says of the members at its top, by name. */
export function describedMembers(schema: unknown): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const members = member(schema, 'properties');
  if (typeof members !== 'object' || members === null) return texts;
  for (const name of Object.keys(members)) {
    const text = member(member(members, name), 'description');
    if (typeof text === 'string') texts.set(name, text);
  }
  return texts;
}
