import type { PageTexts, View } from '../messages';
import { linearScale, logScale, numberText, secondsText, timeScale } from '../scale';
import type { Scale } from '../scale';
import { thinned } from '../series';
import type { Sample } from '../series';
import { svg } from './dom';
import type { Line } from './model';

const MARGIN = { top: 12, right: 18, bottom: 26, left: 62 };
/** Pixels between two marks of an axis. */
const TICK_X = 90;
const TICK_Y = 48;

export interface Drawing {
  readonly element: SVGSVGElement;
  readonly lines: readonly Line[];
  /** Where a sample stands on the axis below. */
  readonly read: (sample: Sample) => number;
  readonly x: Scale;
  /** Undefined: it can't be shown on this axis. */
  readonly y: (value: number) => number | undefined;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly ends: readonly [number, number];
  /** Values were left out: they are not above zero. */
  readonly leftOut: boolean;
}

/** Draws the lines; undefined: there is nothing to draw. */
export function draw(
  lines: readonly Line[],
  view: View,
  texts: PageTexts,
  width: number,
  height: number,
): Drawing | undefined {
  const read = view.byTime ? (it: Sample): number => it.seconds : (it: Sample): number => it.step;
  const samples = lines.flatMap(({ series }) => series.samples);
  const shown = view.logarithmic ? samples.filter(({ value }) => value > 0) : samples;
  if (shown.length === 0) return undefined;
  const ends = extent(shown.map(read));
  const left = MARGIN.left;
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const across: [number, number] = [left, right];
  const up: [number, number] = [bottom, MARGIN.top];
  const most = Math.max(2, Math.floor((right - left) / TICK_X));
  const x = view.byTime
    ? timeScale(ends, across, most)
    : linearScale(
        ends[0] === ends[1] ? [ends[0] - 1, ends[1] + 1] : ends,
        across,
        Math.min(most, ends[1] - ends[0] + 1),
        true,
      );
  const values = extent(shown.map(({ value }) => value));
  const marks = Math.max(2, Math.floor((bottom - MARGIN.top) / TICK_Y));
  const vertical = view.logarithmic ? logScale(values, up, marks) : linearScale(values, up, marks);
  const y = (value: number): number | undefined => (view.logarithmic && value <= 0 ? undefined : vertical.at(value));
  const element = svg('svg', {
    class: 'chart',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    tabindex: 0,
  });
  element.setAttribute('aria-label', texts.keys);
  for (const tick of vertical.ticks) {
    const at = vertical.at(tick);
    element.append(
      svg('line', { class: 'grid', x1: left, x2: right, y1: at, y2: at }),
      svg('text', { x: left - 8, y: at + 4, 'text-anchor': 'end' }, numberText(tick)),
    );
  }
  for (const tick of x.ticks.filter((it) => view.byTime || Number.isInteger(it))) {
    const at = x.at(tick);
    const label = view.byTime ? secondsText(tick) : numberText(tick);
    element.append(
      svg('line', { class: 'axis', x1: at, x2: at, y1: bottom, y2: bottom + 4 }),
      svg('text', { x: at, y: bottom + 18, 'text-anchor': 'middle' }, label),
    );
  }
  element.append(svg('line', { class: 'axis', x1: left, x2: right, y1: bottom, y2: bottom }));
  for (const line of lines) element.append(...marksOf(line, read, x, y));
  const leftOut = shown.length < samples.length;
  return { element, lines, read, x, y, width, height, left, right, ends, leftOut };
}

function marksOf(
  { series, colour, dash }: Line,
  read: Drawing['read'],
  x: Scale,
  y: Drawing['y'],
): readonly SVGElement[] {
  const places = series.samples.flatMap((sample) => {
    const at = y(sample.value);
    return at === undefined ? [] : [{ x: x.at(read(sample)), y: at }];
  });
  const [only] = places;
  if (only !== undefined && places.length === 1) {
    return [svg('circle', { class: `dot ${colour}`, cx: only.x, cy: only.y, r: 3 })];
  }
  const path = thinned(places).map((it, index) => `${index === 0 ? 'M' : 'L'}${it.x.toFixed(1)} ${it.y.toFixed(1)}`);
  return [
    svg('path', { class: `line ${colour}`, d: path.join(''), 'stroke-dasharray': dash === '' ? undefined : dash }),
  ];
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
