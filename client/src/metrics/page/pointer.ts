import { numberText, secondsText } from '../scale';
import { nearest } from '../series';
import type { PageTexts, View } from '../messages';
import type { Drawing } from './chart';
import { html, svg } from './dom';
import type { Line } from './model';

/** The values under the pointer, or at the place that the arrow keys chose: a box beside a line, and words for a reader. */
export function addPointer(
  stage: HTMLElement,
  drawing: Drawing,
  view: View,
  texts: PageTexts,
  spoken: HTMLElement,
): void {
  const { element, lines, read, x, ends } = drawing;
  const cross = svg('g', { visibility: 'hidden' });
  const tip = html('div', { class: 'tip', hidden: true });
  element.append(cross);
  stage.append(tip);
  let at: number | undefined;

  const hide = (): void => {
    at = undefined;
    cross.setAttribute('visibility', 'hidden');
    tip.hidden = true;
  };
  const show = (wanted: number, aloud: boolean): void => {
    const found = lines.flatMap((line) => {
      const sample = nearest(line.series.samples, wanted, read);
      return sample === undefined ? [] : [{ line, sample }];
    });
    const first = nearestOf(
      found.map(({ sample }) => read(sample)),
      wanted,
    );
    if (first === undefined) return;
    at = first;
    // Lines that have no value here say nothing here.
    const close = found.filter(({ line, sample }) => Math.abs(read(sample) - first) <= gapOf(line, read));
    const pixel = x.at(first);
    cross.replaceChildren(
      svg('line', { class: 'cross', x1: pixel, x2: pixel, y1: 12, y2: drawing.height - 26 }),
      ...close.flatMap(({ line, sample }) => {
        const cy = drawing.y(sample.value);
        const dot = { class: `dot ${line.colour}`, cx: x.at(read(sample)), r: 3.5 };
        return cy === undefined ? [] : [svg('circle', { ...dot, cy })];
      }),
    );
    cross.setAttribute('visibility', 'visible');
    const title = view.byTime ? secondsText(first) : `${texts.step} ${numberText(first)}`;
    tip.replaceChildren(
      html('div', {}, title),
      ...close.map(({ line, sample }) =>
        html('div', {}, swatch(line), line.label, html('b', {}, numberText(sample.value))),
      ),
    );
    tip.hidden = false;
    const leftward = pixel > (drawing.left + drawing.right) / 2;
    tip.style.left = leftward ? '' : `${pixel + 12}px`;
    tip.style.right = leftward ? `${drawing.width - pixel + 12}px` : '';
    tip.style.top = '16px';
    if (aloud) {
      const said = close.map(({ line, sample }) => `${line.label} ${numberText(sample.value)}`);
      spoken.textContent = `${title}: ${said.join(', ')}`;
    }
  };

  element.addEventListener('pointermove', ({ offsetX }) => {
    const share = (offsetX - drawing.left) / Math.max(1, drawing.right - drawing.left);
    if (share < -0.05 || share > 1.05) hide();
    else show(ends[0] + Math.min(1, Math.max(0, share)) * (ends[1] - ends[0]), false);
  });
  element.addEventListener('pointerleave', hide);
  element.addEventListener('blur', hide);
  element.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') hide();
    if (event.key === 'Home') show(ends[0], true);
    if (event.key === 'End') show(ends[1], true);
    if (step === undefined && event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    if (step !== undefined) show(nextOf(lines, read, at ?? (step > 0 ? -Infinity : Infinity), step), true);
  });
}

/** A short piece of a line, as legends show it. */
export function swatch({ colour, dash }: Pick<Line, 'colour' | 'dash'>): SVGSVGElement {
  return svg(
    'svg',
    { width: 22, height: 10, 'aria-hidden': 'true' },
    svg('path', { class: `line ${colour}`, d: 'M0 5L22 5', 'stroke-dasharray': dash === '' ? undefined : dash }),
  );
}

/** The next place, to the right or left, at which any line has a value. */
function nextOf(lines: readonly Line[], read: Drawing['read'], from: number, step: number): number {
  const places = lines.flatMap(({ series }) => series.samples.map(read));
  const beyond = places.filter((it) => (step > 0 ? it > from : it < from));
  if (beyond.length === 0) return from;
  return beyond.reduce((a, b) => (step > 0 ? Math.min(a, b) : Math.max(a, b)));
}

function nearestOf(values: readonly number[], wanted: number): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));
}

/** How far its values are apart, so far one counts as being there. */
function gapOf({ series: { samples } }: Line, read: Drawing['read']): number {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < 2) return 0;
  return (read(last) - read(first)) / (samples.length - 1);
}
