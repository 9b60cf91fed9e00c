/** Longer texts are not compared: the longest name that people misspell is an ECR repository's, of at most 256. */
const LONGEST = 256;

/**
 * Edits (insert, delete, replace, swap two neighbours) that turn one text into the other; Infinity when that takes more
 * than `limit` of them or a text is too long to be a misspelt name. Only the cells near the diagonal are filled, so the
 * work is length times `limit`.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (from === to) return 0;
  if (from.length > LONGEST || to.length > LONGEST) return Infinity;
  if (Math.abs(from.length - to.length) > limit) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = new Array<number>(to.length + 1).fill(Infinity);
    current[0] = row;
    let least = row;
    const end = Math.min(to.length, row + limit);
    for (let column = Math.max(1, row - limit); column <= end; column++) {
      const same = from.charCodeAt(row - 1) === to.charCodeAt(column - 1);
      let best = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped =
        row > 1 &&
        column > 1 &&
        from.charCodeAt(row - 1) === to.charCodeAt(column - 2) &&
        from.charCodeAt(row - 2) === to.charCodeAt(column - 1);
      if (swapped) best = Math.min(best, at(beforeLast, column - 2) + 1);
      current[column] = best;
      least = Math.min(least, best);
    }
    if (least > limit) return Infinity;
    beforeLast = last;
    last = current;
  }
  const distance = at(last, to.length);
  return distance <= limit ? distance : Infinity;
}

/** The one candidate that is nearest within the limit; undefined when there is none, or two are equally near. */
export function nearest(name: string, candidates: Iterable<string>, limit: number): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  let tied = false;
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate, limit);
    if (distance > limit || distance > bestDistance) continue;
    tied = distance === bestDistance;
    best = candidate;
    bestDistance = distance;
  }
  return tied ? undefined : best;
}

/** Whether two texts are the same but for digits and the marks around them: `model2`, `SM_MODEL_DIR_2`. Not a typo. */
export function differsByNumberOnly(left: string, right: string): boolean {
  const bare = (text: string): string => text.replaceAll(/[-_.]?\d+/g, '');
  return left !== right && bare(left) === bare(right);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
