import { afterAll, beforeAll, expect, it } from 'vitest';
import { imagesCommand } from '../../cli/src/images-command';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { dockerEngine, dockerHost } from '../aws/support/docker';
import { runCommand } from '../aws/support/run-command';
import { TINY_IMAGE } from './support/tiny-image';

const TAG = 'images-command-test:1';
let engine: DockerEngine;

beforeAll(async () => {
  process.env['DOCKER_HOST'] = dockerHost();
  engine = await dockerEngine();
  await engine.images.tag(TINY_IMAGE, 'images-command-test', '1');
});
afterAll(async () => {
  await engine.images.remove(TAG);
  engine.close();
});

const run = (...args: readonly string[]) => runCommand(imagesCommand, args, { cwd: '/', env: process.env });

it('lists the images of this machine that people named, with age, size and architecture', async () => {
  const { code, out } = await run('--limit', '1000');
  expect(code).toBe(0);
  const line = out.split('\n').find((it) => it.startsWith(TAG));
  expect(line).toMatch(/^images-command-test:1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\S+ MB +amd64$/);
  expect(out).not.toContain('sagemaker-local/');
});

it('gives the same as JSON', async () => {
  const { out } = await run('--format', 'json', '--limit', '1000');
  const rows = JSON.parse(out) as readonly { readonly tag: string; readonly id: string }[];
  const [one, tiny] = [TAG, TINY_IMAGE].map((tag) => rows.find((row) => row.tag === tag));
  expect(one?.id).toBe(tiny?.id);
});

it('says that there are more than are wanted', async () => {
  expect((await run('--limit', '1')).err).toBe('These are the newest 1; --limit shows more.\n');
});
