import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { buildText, progressText } from '../../../../client/src/builds/build-text';
import type { BuildStep } from '../../../../engine/src/docker/build/events';

const STEP: BuildStep = {
  kind: 'step',
  id: 'a',
  name: 'RUN pip install .',
  stage: undefined,
  step: 2,
  of: 5,
  cached: false,
  state: 'running',
  line: 3,
};

const plain = stripVTControlCharacters;

it('a step is told once, with its number, and its end only when it failed or was cached', () => {
  const text = buildText();
  expect(plain(text(STEP))).toBe('[2/5] RUN pip install .\r\n');
  expect(text({ ...STEP, state: 'done' })).toBe('');
  expect(plain(text({ ...STEP, id: 'b', step: 3, cached: true, state: 'done' }))).toBe(
    '[3/5] RUN pip install .\r\n  cached\r\n',
  );
  expect(plain(text({ ...STEP, id: 'c', stage: 'base', step: 4, state: 'failed' }))).toContain('[base 4/5]');
});

it('steps that are no instruction are not told', () => {
  expect(buildText()({ ...STEP, step: undefined })).toBe('');
});

it('what passes is written over by the next line', () => {
  const text = buildText();
  const sent = text({ kind: 'context', files: 3, bytes: 1_500_000 });
  expect(sent).toBe('\r\u001b[Ksent 3 files, 1.5 MB');
  expect(text({ kind: 'log', id: 'a', stream: 'stdout', text: 'one\ntwo' })).toBe('\r\u001b[K  one\r\n  two\r\n');
  expect(text({ kind: 'log', id: 'a', stream: 'stdout', text: 'three' })).toBe('  three\r\n');
});

it('a warning names its line', () => {
  expect(plain(buildText()({ kind: 'warning', message: 'old syntax', url: undefined, line: 7 }))).toBe(
    '! line 7: old syntax\r\n',
  );
});

it('the notification has one short line for each step that runs', () => {
  expect(progressText({ ...STEP, name: `RUN a \\\n  ${'b'.repeat(200)}` })).toMatch(/^2\/5 RUN a \\ b{70,74}$/);
  expect(progressText({ ...STEP, state: 'done' })).toBeUndefined();
});
