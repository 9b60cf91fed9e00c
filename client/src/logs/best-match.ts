/**
 * Of files with the same name the one whose folders are most like those of `path`, from the end; of equals the one that
 * is nearest to `near`, then the one that is least deep.
 */
export function bestMatch(path: string, files: readonly string[], near = ''): string | undefined {
  const score = (file: string): readonly [number, number, number] => [
    alike(path.split('/').reverse(), file.split('/').reverse()),
    alike(near.split('/'), file.split('/')),
    -file.split('/').length,
  ];
  return files.reduce<string | undefined>((best, file) => {
    if (best === undefined) return file;
    const [a, b] = [score(best), score(file)];
    const difference = a.map((it, index) => (b[index] ?? 0) - it).find((it) => it !== 0) ?? 0;
    return difference > 0 ? file : best;
  }, undefined);
}

function alike(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((it, index) => it !== b[index]);
  return end < 0 ? a.length : end;
}
