/** From values to pixels, with the values at which an axis is marked. */
export interface Scale {
  readonly ticks: readonly number[];
  /** A pixel for a value. */
  at(value: number): number;
}

type Range = readonly [number, number];

/** Even distances. The domain is widened to whole marks unless `exact`. */
export function linearScale([low, high]: Range, pixels: Range, most: number, exact = false): Scale {
  const [min, max] = low === high ? around(low) : [low, high];
  const step = niceStep((max - min) / most);
  const start = exact ? min : Math.floor(min / step) * step;
  const end = exact ? max : Math.ceil(max / step) * step;
  const first = Math.ceil(start / step - 1e-9);
  const count = Math.floor(end / step + 1e-9) - first + 1;
  // Multiples of the step, so that 0.30000000000000004 is 0.3.
  const ticks = Array.from({ length: count }, (_, index) => tidy((first + index) * step, step));
  return { ticks, at: (value) => between((value - start) / (end - start), pixels) };
}

/** Powers of ten are evenly apart. The domain is above zero. */
export function logScale([low, high]: Range, pixels: Range, most: number): Scale {
  const start = Math.floor(Math.log10(low) + 1e-9);
  const end = Math.max(start + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.max(1, Math.ceil((end - start) / most));
  const powers = Array.from({ length: end - start + 1 }, (_, index) => start + index);
  const shown = powers.filter((power) => (power - start) % every === 0);
  return {
    ticks: shown.map((power) => Number(`1e${power}`)),
    at: (value) => between((Math.log10(value) - start) / (end - start), pixels),
  };
}

/** Seconds in steps as clocks have them. */
export function timeScale([low, high]: Range, pixels: Range, most: number): Scale {
  const span = Math.max(high - low, 1e-3);
  const step = CLOCK.find((it) => span / it <= most);
  if (span < 10 || step === undefined) return linearScale([low, low + span], pixels, most, true);
  const first = Math.ceil(low / step);
  const ticks: number[] = [];
  for (let index = first; index * step <= high; index++) ticks.push(index * step);
  return { ticks, at: (value) => between((value - low) / span, pixels) };
}

const CLOCK = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400, 604800];

/** 1, 2 or 5 times a power of ten, not below `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((it) => it * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A number as an axis and a tooltip show it: four digits that mean something, no tail of zeros. */
export function numberText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4)
    return value
      .toExponential(3)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  return String(Number(value.toPrecision(size >= 1000 ? 7 : 4)));
}

/** `45 s`, `1:30`, `2:05:00`. */
export function secondsText(seconds: number): string {
  if (seconds < 60) return `${numberText(seconds)} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

function around(value: number): Range {
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}

function between(share: number, [from, to]: Range): number {
  return from + share * (to - from);
}

function tidy(value: number, step: number): number {
  const digits = Math.min(100, Math.max(0, 2 - Math.floor(Math.log10(step))));
  return Number(value.toFixed(digits));
}
