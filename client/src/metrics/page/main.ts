import type { FromPage, PageTexts, ToPage, View } from '../messages';
import { draw } from './chart';
import type { Drawing } from './chart';
import { html } from './dom';
import { metricKey, Model, readView, runKey } from './model';
import { pictureOf } from './picture';
import { addPointer, swatch } from './pointer';
import { summaryTable } from './summary';

/** What a webview of VS Code has. */
declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const LEAST_HEIGHT = 240;
/** Pixels above and below the chart. */
const AROUND = 160;
const OVER = ['Completed', 'Failed', 'Stopped'];

const vscode = acquireVsCodeApi();
const texts = JSON.parse(document.body.dataset['texts'] ?? '{}') as PageTexts;
const jobs: unknown = JSON.parse(document.body.dataset['jobs'] ?? '[]');
const model = new Model(readView(vscode.getState()));

const choices = html('div', { class: 'bar' });
const notes = html('div');
const stage = html('div', { class: 'stage' });
const table = html('div');
const spoken = html('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
let drawing: Drawing | undefined;
let asked = 0;

function button(text: string, act: () => void): HTMLButtonElement {
  const element = html('button', { type: 'button' }, text);
  element.addEventListener('click', act);
  return element;
}

function checkbox(checked: boolean, act: (on: boolean) => void, ...label: readonly (Node | string)[]): HTMLElement {
  const box = html('input', { type: 'checkbox', checked });
  box.addEventListener('change', () => {
    act(box.checked);
  });
  return html('label', {}, box, ...label);
}

function change(view: Partial<View>): void {
  model.view = { ...model.view, ...view };
  vscode.setState({ jobs, view: model.view });
  later();
}

function toggle(what: string, on: boolean): void {
  const others = model.view.hidden.filter((it) => it !== what);
  change({ hidden: on ? others : [...others, what] });
}

function toolbar(): HTMLElement {
  const axis = html(
    'select',
    {},
    html('option', { value: 'step', selected: !model.view.byTime }, texts.byStep),
    html('option', { value: 'time', selected: model.view.byTime }, texts.byTime),
  );
  axis.addEventListener('change', () => {
    change({ byTime: axis.value === 'time' });
  });
  return html(
    'div',
    { class: 'bar' },
    axis,
    checkbox(
      model.view.logarithmic,
      (logarithmic) => {
        change({ logarithmic });
      },
      texts.logarithmic,
    ),
    html('span', { class: 'space' }),
    button(texts.csv, () => {
      vscode.postMessage({ type: 'csv' });
    }),
    button(texts.png, () => {
      if (drawing === undefined) return;
      void pictureOf(drawing).then((data) => {
        vscode.postMessage({ type: 'png', data });
      });
    }),
  );
}

/** What can be switched on and off. Only rebuilt when there is something new: the keyboard may be in it. */
let shownChoices = '';
function showChoices(): void {
  const { metrics, runs } = model;
  const now = JSON.stringify([metrics, [...runs.values()]]);
  if (now === shownChoices) return;
  shownChoices = now;
  const ids = [...runs.keys()];
  const several = ids.length > 1;
  const group = (name: string, ...boxes: readonly HTMLElement[]): HTMLElement =>
    html('fieldset', {}, html('legend', {}, name), ...boxes);
  const ofMetrics = metrics.map((metric) => {
    const key = metricKey(metric);
    const stroke = model.strokeOf({ run: ids[0] ?? '', metric, host: undefined }, ids, metrics);
    // Of several jobs the metric is the dashes: their colour is the job's.
    const sample = several && metrics.length === 1 ? [] : [swatch(several ? { ...stroke, colour: 'axis' } : stroke)];
    return checkbox(
      !model.isHidden(key),
      (on) => {
        toggle(key, on);
      },
      ...sample,
      metric,
    );
  });
  const ofRuns = [...runs.values()].map((run) => {
    const key = runKey(run.id);
    const { colour } = model.strokeOf({ run: run.id, metric: metrics[0] ?? '', host: undefined }, ids, metrics);
    const words = html('span', {}, run.name, html('span', { class: 'status' }, ` ${run.where} · ${run.status}`));
    if (!several) return words;
    return checkbox(
      !model.isHidden(key),
      (on) => {
        toggle(key, on);
      },
      swatch({ colour, dash: '' }),
      words,
    );
  });
  choices.replaceChildren(
    group(texts.runs, ...ofRuns),
    ...(metrics.length === 0 ? [] : [group(texts.metrics, ...ofMetrics)]),
  );
}

function show(): void {
  showChoices();
  const lines = model.lines();
  const width = Math.max(320, stage.clientWidth);
  const height = Math.max(LEAST_HEIGHT, window.innerHeight - AROUND);
  const focused = drawing !== undefined && document.activeElement === drawing.element;
  drawing = draw(lines, model.view, texts, width, height);
  const said = [...model.runs.values()].flatMap(({ note }) => note ?? []);
  if (drawing?.leftOut === true) said.push(texts.notPositive);
  notes.replaceChildren(...said.map((note) => html('div', { class: 'note' }, note)));
  if (drawing === undefined) {
    const over = [...model.runs.values()].every(({ status }) => OVER.includes(status));
    const none = over ? texts.never : texts.waiting;
    const why = model.metrics.length === 0 ? none : texts.nothingChosen;
    stage.replaceChildren(
      ...(said.length > 0 && model.metrics.length === 0 ? [] : [html('div', { class: 'empty' }, why)]),
    );
    table.replaceChildren();
    return;
  }
  stage.replaceChildren(drawing.element);
  addPointer(stage, drawing, model.view, texts, spoken);
  if (focused) drawing.element.focus();
  table.replaceChildren(summaryTable(lines, texts));
}

/** Once a frame is enough, however many values come. */
function later(): void {
  if (asked !== 0) return;
  asked = requestAnimationFrame(() => {
    asked = 0;
    show();
  });
}

document
  .querySelector('main')
  ?.append(toolbar(), choices, notes, stage, html('details', {}, html('summary', {}, texts.table), table), spoken);
vscode.setState({ jobs, view: model.view });
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  model.take(data);
  later();
});
new ResizeObserver(later).observe(stage);
vscode.postMessage({ type: 'ready' });
