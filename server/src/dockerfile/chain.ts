/** A list that grows at its end and shares its beginning with the lists it grew from. */
export interface Chain<T> {
  readonly name: string;
  readonly value: T;
  readonly before: Chain<T> | undefined;
}

/** The last value of each name, in the order in which the names first came. */
export function toMap<T>(chain: Chain<T> | undefined): ReadonlyMap<string, T> {
  const links: Chain<T>[] = [];
  for (let at = chain; at !== undefined; at = at.before) links.push(at);
  const map = new Map<string, T>();
  for (const link of links.reverse()) map.set(link.name, link.value);
  return map;
}

/** The last value of the name. */
export function find<T>(chain: Chain<T> | undefined, name: string): T | undefined {
  for (let at = chain; at !== undefined; at = at.before) if (at.name === name) return at.value;
  return undefined;
}
