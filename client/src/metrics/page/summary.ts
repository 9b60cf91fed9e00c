import type { PageTexts } from '../messages';
import { numberText } from '../scale';
import { html } from './dom';
import type { Line } from './model';

/** What the chart shows, in words and numbers. */
export function summaryTable(lines: readonly Line[], texts: PageTexts): HTMLTableElement {
  const heads = [texts.metric, texts.run, texts.values, texts.first, texts.last, texts.least, texts.most];
  const rows = lines.map(({ series, run }) => {
    const values = series.samples.map(({ value }) => value);
    const least = values.reduce((a, b) => Math.min(a, b), Infinity);
    const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const numbers = [values.length, values[0] ?? NaN, values.at(-1) ?? NaN, least, most];
    const host = series.host === undefined ? '' : ` · ${series.host}`;
    return html(
      'tr',
      {},
      html('th', { scope: 'row' }, `${series.metric}${host}`),
      html('td', {}, run.name),
      ...numbers.map((it) => html('td', { class: 'number' }, numberText(it))),
    );
  });
  return html(
    'table',
    {},
    html('thead', {}, html('tr', {}, ...heads.map((it) => html('th', { scope: 'col' }, it)))),
    html('tbody', {}, ...rows),
  );
}
