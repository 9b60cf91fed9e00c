import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildEvent } from '../../../../../engine/src/docker/build/events';
import { createTrace } from '../../../../../engine/src/docker/build/trace';

/** As the engine sent it; the é is cut in two by the step itself. */
function recorded(name: string): readonly string[] {
  const lines = readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
    .trim()
    .split('\n');
  return lines.flatMap((line) => (JSON.parse(line) as { aux?: string }).aux ?? []);
}

const str = (field: number, text: string | Buffer): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([(field << 3) | 2, bytes.length]), bytes]);
};
const num = (field: number, value: number): Buffer => Buffer.from([field << 3, value]);
const DONE = str(6, num(1, 1));
const STARTED = str(5, num(1, 1));
const status = (...parts: Buffer[]): string => Buffer.concat(parts).toString('base64');

function play(auxes: readonly string[]) {
  const events: BuildEvent[] = [];
  const trace = createTrace(
    (event) => events.push(event),
    ({ step }) => (step === undefined ? undefined : step * 10),
  );
  auxes.forEach((aux) => {
    trace.push(aux);
  });
  return { events, trace };
}

describe.each([
  ['Docker 20.10.24', 'failing-run-20.jsonl'],
  ['Docker 26.1.5', 'failing-run-26.jsonl'],
])('the trace of %s', (_engine, file) => {
  const { events, trace } = play(recorded(file));

  it('tells every change of a step once', () => {
    const steps = events.filter((event) => event.kind === 'step').filter(({ step }) => step !== undefined);
    const told = steps.map(({ name, step, of, state, cached, line }) =>
      [name.split(' ')[0], step, of, state, cached, line].join(' '),
    );
    expect(new Set(told).size).toBe(told.length);
    // 26.1 first says that the base is done, then that it was there already.
    expect(told.filter((text) => text !== 'FROM 1 3 done false 10')).toEqual([
      'FROM 1 3 done true 10',
      'WORKDIR 2 3 running false 20',
      'WORKDIR 2 3 done false 20',
      'RUN 3 3 running false 30',
      'RUN 3 3 failed false 30',
    ]);
  });

  it('puts characters and lines together, before the step ends', () => {
    const logs = events.filter((event) => event.kind === 'log').map(({ stream, text }) => `${stream} ${text}`);
    // The engine reads the two streams apart, so that their order is chance.
    expect(logs.sort()).toEqual(['stderr err', 'stdout hé']);
    expect(events.at(-1)).toMatchObject({ kind: 'step', state: 'failed' });
  });

  it('keeps the step that failed and its last lines', () => {
    expect(trace.failed()).toMatchObject({ step: 3, of: 3 });
    expect(trace.failed()?.tail.toSorted()).toEqual(['err', 'hé']);
    expect(trace.failed()?.error).toMatch(/exit code: 7$/);
  });
});

describe('the trace of a build', () => {
  it('gives out an unfinished line when its step ends, and at the end', () => {
    const vertex = Buffer.concat([str(1, 'a'), str(3, '[2/2] RUN x'), STARTED]);
    const log = (text: string | Buffer): Buffer => str(3, Buffer.concat([str(1, 'a'), num(3, 1), str(4, text)]));
    const ended = play([status(str(1, vertex), log('one')), status(str(1, Buffer.concat([vertex, DONE])))]);
    expect(ended.events.map(({ kind }) => kind)).toEqual(['step', 'log', 'step']);
    const cut = play([status(str(1, vertex), log('one'))]);
    expect(cut.events).toHaveLength(1);
    cut.trace.end();
    expect(cut.events[1]).toMatchObject({ kind: 'log', text: 'one' });
  });

  it('tells the cause from what was cancelled because of it', () => {
    const failed = (id: string, name: string, error: string): Buffer =>
      str(1, Buffer.concat([str(1, id), str(3, name), STARTED, DONE, str(7, error)]));
    const { events: told, trace: both } = play([
      status(failed('a', '[one 2/2] RUN a', 'context canceled'), failed('b', '[two 2/3] RUN b', 'exit code: 1')),
    ]);
    expect(told).toMatchObject([
      { state: 'canceled', stage: 'one' },
      { state: 'failed', stage: 'two' },
    ]);
    expect(both.failed()).toMatchObject({ stage: 'two', step: 2 });
    expect(play([status(failed('a', 'x', 'context canceled'))]).trace.failed()).toBeUndefined();
  });

  it('keeps the last twenty lines', () => {
    const text = Array.from({ length: 30 }, (_, index) => `${index}`).join('\n') + '\n';
    const vertex = Buffer.concat([str(1, 'a'), str(3, 'x'), STARTED, DONE, str(7, 'no')]);
    const { trace: long } = play([status(str(3, Buffer.concat([str(1, 'a'), str(4, text)])), str(1, vertex))]);
    expect(long.failed()?.tail).toEqual(Array.from({ length: 20 }, (_, index) => `${index + 10}`));
  });

  it('tells of transfers, never more than the total, and of warnings', () => {
    const transfer = str(2, Buffer.concat([str(1, 'sha'), str(2, 'v'), str(3, 'extracting'), num(4, 9), num(5, 7)]));
    const open = str(2, Buffer.concat([str(1, 'sha'), str(2, 'v'), num(4, 9)]));
    const range = str(7, str(1, num(1, 4)));
    const warning = str(4, Buffer.concat([str(1, 'v'), str(3, 'Bad case'), str(5, 'https://x'), range]));
    expect(play([status(transfer, open, warning, str(4, str(3, 'No place')))]).events).toEqual([
      { kind: 'transfer', id: 'v', name: 'extracting', current: 7, total: 7 },
      { kind: 'transfer', id: 'v', name: 'sha', current: 9, total: undefined },
      { kind: 'warning', message: 'Bad case', url: 'https://x', line: 4 },
      { kind: 'warning', message: 'No place', url: undefined, line: undefined },
    ]);
  });
});
