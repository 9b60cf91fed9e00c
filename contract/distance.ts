/** Longer texts are not compared: no name of SageMaker is as long, and the work grows with the square of the length. */
const LONGEST = 80;

/**
 * Edits (insert, delete, replace, swap two neighbours) that turn one text into the other; Infinity when that takes more
 * than `limit` of them or a text is too long to be a misspelt name.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (from === to) return 0;
  if (from.length > LONGEST || to.length > LONGEST) return Infinity;
  if (Math.abs(from.length - to.length) > limit) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, at(beforeLast, column - 2) + 1);
      current.push(best);
    }
    if (Math.min(...current) > limit) return Infinity;
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
