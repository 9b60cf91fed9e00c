/**
 * How many single-character edits (insert, delete, replace, swap of neighbours) lead from one text to the other;
 * undefined when more than `most`. Only the cells near the diagonal are filled, so the cost is length times `most`.
 */
export function editDistance(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined;
  const far = most + 1;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, far));
  for (let row = 1; row <= a.length; row += 1) {
    const current = new Array<number>(b.length + 1).fill(far);
    current[0] = Math.min(row, far);
    let best = current[0];
    const end = Math.min(b.length, row + most);
    for (let column = Math.max(1, row - most); column <= end; column += 1) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(
        (previous[column] ?? far) + 1,
        (current[column - 1] ?? far) + 1,
        (previous[column - 1] ?? far) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
      if (swapped) cost = Math.min(cost, (older[column - 2] ?? far) + 1);
      current[column] = Math.min(cost, far);
      best = Math.min(best, cost);
    }
    if (best > most) return undefined;
    older = previous;
    previous = current;
  }
  const distance = previous[b.length] ?? far;
  return distance > most ? undefined : distance;
}

/** The names that are close enough to be what was meant, nearest first. One edit in four characters, at most three. */
export function nearestNames(name: string, names: Iterable<string>, limit: number): readonly string[] {
  const most = Math.min(3, Math.floor(name.length / 4));
  if (most === 0 || name.length > 256) return [];
  const near: { readonly name: string; readonly distance: number }[] = [];
  for (const candidate of names) {
    const distance = editDistance(name, candidate, most);
    if (distance !== undefined) near.push({ name: candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const best = near[0]?.distance ?? 0;
  return near
    .filter((each) => each.distance <= best + 1)
    .slice(0, limit)
    .map((each) => each.name);
}
