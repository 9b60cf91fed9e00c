import { expect, it } from 'vitest';
import { buildEventText } from '../../../../../engine/src/docker/build/event-text';
import type { BuildEvent } from '../../../../../engine/src/docker/build/events';

it('tells each step once, when it is over', () => {
  const step = { kind: 'step', id: '1', name: 'RUN a\n  b', stage: 'train', step: 2, of: 5, line: 3 } as const;
  const events: BuildEvent[] = [
    { ...step, cached: false, state: 'running' },
    { kind: 'log', id: '1', stream: 'stdout', text: 'x' },
    { ...step, cached: false, state: 'failed' },
    { ...step, stage: undefined, cached: true, state: 'done' },
    { ...step, step: undefined, cached: false, state: 'done' },
    { kind: 'warning', message: 'old syntax', url: undefined, line: 4 },
  ];
  expect(events.map(buildEventText).filter((text) => text !== undefined)).toEqual([
    'build step train 2/5 failed: RUN a b',
    'build step 2/5 cached: RUN a b',
    'build warning on line 4: old syntax',
  ]);
});
