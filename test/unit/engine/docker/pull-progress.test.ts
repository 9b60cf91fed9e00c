import { expect, it } from 'vitest';
import { pullProgress } from '../../../../engine/src/docker/pull-progress';

it('adds up layers and bytes, and tells them every two seconds', () => {
  const told: string[] = [];
  const clock = { now: 0 };
  const progress = pullProgress(
    (text) => told.push(text),
    () => clock.now,
  );
  const line = (layer: string | undefined, status: string, current?: number, total?: number) => {
    progress({ layer, status, current, total });
  };
  line('1.0', 'Pulling from library/python');
  line('a', 'Already exists');
  line('b', 'Downloading', 5e6, 20e6);
  clock.now = 2_000;
  line('c', 'Downloading', 1e6, 30e6);
  clock.now = 3_000;
  line('c', 'Downloading', 9e6, 30e6);
  clock.now = 4_000;
  // The size of what is unpacked is another one.
  line('b', 'Extracting', 1e6, 80e6);
  clock.now = 6_000;
  line('b', 'Pull complete');
  expect(told).toEqual(['1 of 3 layers, 6.0 of 50 MB', '1 of 3 layers, 14 of 50 MB', '2 of 3 layers, 29 of 50 MB']);
});
