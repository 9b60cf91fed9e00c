/** The numbers of a version, in order: `1.4-2-py312` -> 1, 4, 2, 312. */
function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}

/** Orders versions by their numbers, oldest first; a shorter one comes before a longer one that starts with it. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Does `version` belong to `series`: `2.6.0` to `2.6` and to `2.6.0`, not to `2.60`? */
export function inSeries(version: string, series: string): boolean {
  return version === series || (version.startsWith(series) && /^[.-]/.test(version.slice(series.length)));
}

/** `2.6` of `2.6.0`; undefined without two leading numbers. */
export function minorOf(version: string): string | undefined {
  return /^\d+\.\d+/.exec(version)?.[0];
}
