import { expect, it } from 'vitest';
import { amountText, groupsOf, namesText } from '../../../../client/src/doctor/leftover-text';
import { machineMarkdown } from '../../../../client/src/doctor/machine-text';
import type { MachineWords } from '../../../../client/src/doctor/machine-text';
import type { Leftover } from '../../../../engine/src/session/leftovers';

const WORDS: MachineWords = {
  title: 'This machine',
  runs: 'Runs.',
  runsNot: 'Does not run.',
  remedies: 'What you can do',
  part: 'Part',
  state: 'State',
  found: 'Found',
  parts: { engine: 'Docker Engine', builds: 'Builds', gpu: 'GPUs', platforms: 'Platform', aws: 'AWS' },
  states: { ok: 'ready', limited: 'limited', missing: 'missing' },
};

it('the page says what it comes to, what was found, and what can be done', () => {
  const page = machineMarkdown(
    [
      { what: 'engine', state: 'ok', text: 'Docker 27 | rootless', remedy: undefined },
      { what: 'gpu', state: 'limited', text: 'the engine knows no GPU', remedy: 'Install the toolkit.' },
      { what: 'platforms', state: 'ok', text: 'linux/amd64 runs as it is', remedy: undefined },
    ],
    WORDS,
  );
  expect(page).toContain('\nRuns.\n');
  expect(page).toContain('| Docker Engine | ready | Docker 27 \\| rootless |');
  expect(page).toContain('| GPUs | limited | The engine knows no GPU |');
  expect(page).toContain('| linux/amd64 runs as it is |');
  expect(page).toContain('## What you can do\n\n* **GPUs:** Install the toolkit.\n');
});

it('without an engine nothing runs, and a machine that lacks nothing has no remedies', () => {
  const missing = machineMarkdown([{ what: 'engine', state: 'missing', text: 'none', remedy: 'Start it.' }], WORDS);
  expect(missing).toContain('Does not run.');
  expect(machineMarkdown([{ what: 'engine', state: 'ok', text: 'x', remedy: undefined }], WORDS)).not.toContain('##');
});

const left = (kind: Leftover['kind'], label: string, size?: number): Leftover => ({
  kind,
  label,
  size,
  remove: () => Promise.resolve(),
});

it('leftovers are told by kind, with how many and how big', () => {
  const groups = groupsOf([left('job', 'a', 1500), left('image', 'b', 2e9), left('image', 'c', 1e8)]);
  expect(groups.map(({ kind, leftovers }) => `${kind} ${amountText(leftovers)}`)).toEqual([
    'image 2 · 2.1 GB',
    'job 1 · 1.5 kB',
  ]);
  expect(amountText([left('checkpoints', 's3://b/c')])).toBe('1');
});

it('of many, the first are named', () => {
  const many = Array.from({ length: 20 }, (_, at) => left('job', `job-${at}`, 1000));
  const text = namesText(many, (count) => `and ${count} more`);
  expect(text.split('\n')).toHaveLength(13);
  expect(text).toMatch(/^job-0 \(1 kB\)\n.*\nand 8 more$/s);
});
