import { editDistance } from '../distance';

/** The names that are close enough to be what was meant, nearest first. One edit in four characters, at most three. */
export function nearestNames(name: string, names: Iterable<string>, limit: number): readonly string[] {
  const most = Math.min(3, Math.floor(name.length / 4));
  if (most === 0 || name.length > 256) return [];
  const near: { readonly name: string; readonly distance: number }[] = [];
  for (const candidate of names) {
    const distance = editDistance(name, candidate, most);
    if (distance !== Infinity) near.push({ name: candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const best = near[0]?.distance ?? 0;
  return near
    .filter((each) => each.distance <= best + 1)
    .slice(0, limit)
    .map((each) => each.name);
}
