import { describe, expect, it } from 'vitest';
import { metricsCsv } from '../../../../client/src/metrics/csv';
import { readFromPage } from '../../../../client/src/metrics/messages';
import type { Point } from '../../../../client/src/metrics/messages';
import {
  linearScale,
  logScale,
  niceStep,
  numberText,
  secondsText,
  timeScale,
} from '../../../../client/src/metrics/scale';
import { nearest, seriesOf, thinned } from '../../../../client/src/metrics/series';

describe('a scale', () => {
  it('is marked at round numbers around the values', () => {
    const scale = linearScale([0.13, 0.87], [100, 0], 5);
    expect(scale.ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(scale.at(0)).toBe(100);
    expect(scale.at(1)).toBe(0);
  });

  it('keeps exact ends where they are asked for', () => {
    const scale = linearScale([1, 9], [0, 80], 5, true);
    expect(scale.ticks).toEqual([2, 4, 6, 8]);
    expect([scale.at(1), scale.at(9)]).toEqual([0, 80]);
  });

  it('has room around a value that never changes', () => {
    const scale = linearScale([5, 5], [100, 0], 5);
    expect(scale.at(5)).toBeGreaterThan(0);
    expect(scale.at(5)).toBeLessThan(100);
    expect(linearScale([0, 0], [100, 0], 5).at(0)).toBe(50);
  });

  it('is marked at powers of ten when it is logarithmic', () => {
    const scale = logScale([0.002, 40], [100, 0], 6);
    expect(scale.ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
    expect(scale.at(0.001)).toBeCloseTo(100);
    expect(scale.at(1)).toBeCloseTo(40);
    expect(logScale([1, 1], [100, 0], 6).ticks).toEqual([1, 10]);
    expect(logScale([1e-9, 1e9], [100, 0], 6).ticks.length).toBeLessThanOrEqual(7);
  });

  it('is marked as clocks are', () => {
    expect(timeScale([0, 290], [0, 100], 5).ticks).toEqual([0, 60, 120, 180, 240]);
    expect(timeScale([0, 4], [0, 100], 5).ticks).toEqual([0, 1, 2, 3, 4]);
    expect(timeScale([0, 0], [0, 100], 5).at(0)).toBe(0);
  });

  it('has steps of 1, 2 and 5', () => {
    expect([0.3, 1, 1.1, 6, 0.021].map(niceStep)).toEqual([0.5, 1, 2, 10, 0.05]);
  });

  it('is written with few digits', () => {
    expect([0, 0.30000000000000004, 1234.5678, 0.00001234, 12345678, -2].map(numberText)).toEqual([
      '0',
      '0.3',
      '1234.568',
      '1.234e-5',
      '1.235e7',
      '-2',
    ]);
    expect([4.5, 90, 7500].map(secondsText)).toEqual(['4.5 s', '1:30', '2:05:00']);
  });
});

const point = (metric: string, value: number, seconds: number, host = 'algo-1'): Point => ({
  metric,
  value,
  host,
  time: Date.UTC(2026, 0, 1) + seconds * 1000,
});

describe('the values of a run', () => {
  it('are divided by metric, counted and timed from its first', () => {
    expect(seriesOf('a', [point('loss', 2, 0), point('accuracy', 0.5, 1), point('loss', 1, 3)])).toEqual([
      {
        run: 'a',
        metric: 'loss',
        host: undefined,
        samples: [
          { step: 1, seconds: 0, value: 2 },
          { step: 2, seconds: 3, value: 1 },
        ],
      },
      { run: 'a', metric: 'accuracy', host: undefined, samples: [{ step: 1, seconds: 1, value: 0.5 }] },
    ]);
  });

  it('are divided by host when several tell the same metric', () => {
    const series = seriesOf('a', [point('loss', 2, 0), point('loss', 3, 0, 'algo-2')]);
    expect(series.map(({ host }) => host)).toEqual(['algo-1', 'algo-2']);
  });

  it('keep their peaks when there are more than pixels', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ x: index / 100, y: index === 4321 ? 99 : index % 7 }));
    const few = thinned(many);
    expect(few.length).toBeLessThanOrEqual(400);
    expect(few).toContainEqual({ x: 43.21, y: 99 });
    expect([few[0], few.at(-1)]).toEqual([many[0], many.at(-1)]);
    expect(thinned([])).toEqual([]);
  });

  it('are found by the place of the pointer', () => {
    const samples = [0, 10, 20].map((seconds, index) => ({ step: index + 1, seconds, value: index }));
    const at = (x: number) => nearest(samples, x, ({ seconds }) => seconds)?.step;
    expect([-5, 4, 6, 14, 16, 99].map(at)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(nearest([], 3, ({ step }) => step)).toBeUndefined();
  });

  it('are exported as CSV that spreadsheets read, and take for no formula', () => {
    const run = { id: 'local/a', name: 'a', where: 'Local', status: 'Completed', note: undefined };
    expect(metricsCsv([{ run, points: [point('a,"b"', -1.5, 0), point('=now()', 2, 1)] }])).toBe(
      'run,metric,host,time,value\r\n' +
        'a,"a,""b""",algo-1,2026-01-01T00:00:00.000Z,-1.5\r\n' +
        "a,'=now(),algo-1,2026-01-01T00:00:01.000Z,2\r\n",
    );
  });
});

it('takes from its page only what the page says', () => {
  expect(readFromPage({ type: 'png', data: 'AAAA' })).toEqual({ type: 'png', data: 'AAAA' });
  expect(readFromPage({ type: 'csv', more: 1 })).toEqual({ type: 'csv' });
  for (const wrong of [undefined, null, 'ready', { type: 'png' }, { type: 'other' }]) {
    expect(readFromPage(wrong)).toBeUndefined();
  }
});
