import { expect, it } from 'vitest';
import { sizeText } from '../../../../engine/src/session/size-text';

it.each([
  [0, '0 B', '0 B'],
  [999, '999 B', '999 B'],
  [1000, '1 kB', '1.0 kB'],
  [1440, '1.4 kB', '1.4 kB'],
  [12_345, '12 kB', '12.3 kB'],
  [999_600, '1 MB', '999.6 kB'],
  [999_960, '1 MB', '1.0 MB'],
  [812_400_000, '812 MB', '812.4 MB'],
  [9_960_000_000, '10 GB', '10.0 GB'],
  [2_000_000_000_000_000, '2000 TB', '2000.0 TB'],
])('%d bytes are %s, or %s', (bytes, text, fine) => {
  expect(sizeText(bytes)).toBe(text);
  expect(sizeText(bytes, { fine: true })).toBe(fine);
});
