import { expect, it } from 'vitest';
import type { DockerEngine, ImageSummary } from '../../../../engine/src/docker/engine';
import { BUILT_LABEL } from '../../../../engine/src/docker/labels';
import { listNamed } from '../../../../engine/src/local/named-images';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-28T12:00:00Z');

function image(name: string, hoursOld: number, more: Partial<ImageSummary> = {}): ImageSummary {
  return { id: `sha256:${name}`, tags: [`${name}:1`], labels: {}, size: 1, created: hoursAgo(hoursOld), ...more };
}

function hoursAgo(hours: number): Date {
  return new Date(NOW - hours * HOUR);
}

/** An engine with these images; `tagged`: when they got a name, which not all engines say. */
function engineWith(images: readonly ImageSummary[], tagged: Readonly<Record<string, Date>> = {}) {
  const inspected: string[] = [];
  const engine = {
    images: {
      list: () => Promise.resolve(images),
      inspect: (tag: string) => {
        inspected.push(tag);
        return Promise.resolve({ Architecture: 'arm64', Metadata: { LastTagTime: tagged[tag]?.toISOString() } });
      },
    },
  } as unknown as DockerEngine;
  return { engine, inspected };
}

it('lists the names that people gave, each by itself, newest first', async () => {
  const { engine } = engineWith([
    image('old', 9),
    image('new', 1, { tags: ['new:1', 'new:latest', 'sagemaker-local/x:1'] }),
    image('run', 0, { tags: ['sagemaker-local/run:1'], labels: { [BUILT_LABEL]: '/w/Dockerfile' } }),
    image('rest', 0, { tags: [] }),
  ]);
  const { images, more } = await listNamed(engine, 10);
  expect(images.map(({ tag }) => tag)).toEqual(['new:1', 'new:latest', 'old:1']);
  expect(images[0]).toMatchObject({ time: hoursAgo(1), architecture: 'arm64', dockerfile: undefined });
  expect(more).toBe(false);
});

it('goes by the time of the name: a build that changes settings alone keeps the base image’s time', async () => {
  const { engine } = engineWith([image('base', 900), image('other', 2)], { 'base:1': hoursAgo(1) });
  expect((await listNamed(engine, 10)).images.map(({ tag }) => tag)).toEqual(['base:1', 'other:1']);
});

it('says from which Dockerfile a run built it, whatever it is called since', async () => {
  const { engine } = engineWith([image('churn', 1, { labels: { [BUILT_LABEL]: '/w/Dockerfile' } })]);
  expect((await listNamed(engine, 10)).images[0]?.dockerfile).toBe('/w/Dockerfile');
});

it('looks only at as many as are wanted', async () => {
  const { engine, inspected } = engineWith(Array.from({ length: 10_000 }, (_, index) => image(`i${index}`, index)));
  const { images, more } = await listNamed(engine, 100);
  expect([images.length, inspected.length, more]).toEqual([100, 100, true]);
});

it('survives an image that goes away meanwhile', async () => {
  const { engine } = engineWith([image('gone', 1)]);
  Object.assign(engine.images, { inspect: () => Promise.resolve(undefined) });
  expect((await listNamed(engine, 10)).images[0]).toMatchObject({ tag: 'gone:1', architecture: undefined });
});
