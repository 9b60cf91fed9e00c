/** Do both lists hold the very same things? */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((it, index) => it === b[index]));
}
