const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/**
 * Bytes as people read them, in powers of 1000 as Docker counts: `812 MB`, `1.4 GB`. `fine`: with a decimal in any case, for
 * what grows before one's eyes: `812.4 MB`.
 */
export function sizeText(bytes: number, { fine = false }: { readonly fine?: boolean } = {}): string {
  let value = bytes;
  let unit = 0;
  // What would be rounded to 1000 is one of the next unit.
  while (value >= (fine ? 999.95 : 999.5) && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const name = UNITS[unit] ?? '';
  if (unit === 0) return `${Math.round(value)} ${name}`;
  if (fine) return `${value.toFixed(1)} ${name}`;
  return `${value < 9.95 ? Number(value.toFixed(1)) : Math.round(value)} ${name}`;
}
