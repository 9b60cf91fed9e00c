import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import type { DockerEngine } from '../../../../engine/src/docker/engine';
import { Mounts } from '../../../../engine/src/local/mounts';
import { S3Cache } from '../../../../engine/src/local/s3-cache';
import { S3Store } from '../../../../engine/src/local/s3-store';
import { Volumes } from '../../../../engine/src/local/volumes';
import type { ContainerPlan, MountPlan } from '../../../../engine/src/plan/types';
import { MemoryS3 } from './memory-s3';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});
const SIGNAL = new AbortController().signal;
const HOST = { host: 'algo-1', image: 'image' } as ContainerPlan;

/** An engine that only knows volumes; what was put into them is counted. */
function subject(contents: Record<string, string | Buffer>) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-mounts-'));
  folders.push(folder);
  const loaded: string[] = [];
  const engine = {
    volumes: { create: ({ name }: { name: string }) => Promise.resolve(name) },
    containers: {
      create: () => Promise.resolve({ id: 'helper', warnings: [] }),
      putArchive: async (_: string, target: string, archive: AsyncIterable<unknown>) => {
        for await (const _chunk of archive) continue;
        loaded.push(target);
      },
      remove: () => Promise.resolve(),
    },
  } as unknown as DockerEngine;
  const s3 = new MemoryS3(contents);
  const reach = {
    upload: () => Promise.resolve(undefined),
    s3: new S3Store(s3, new S3Cache(path.join(folder, 'c'), s3)),
  };
  const notes: string[] = [];
  const mounts = new Mounts(new Volumes(engine, {}, 'job'), reach, path.join(folder, 'scratch'));
  const of = (mount: MountPlan) => mounts.of(mount, HOST, (line) => notes.push(line), SIGNAL);
  return { folder, loaded, notes, of };
}

const S3: Extract<MountPlan, { type: 's3' }> = {
  type: 's3',
  uri: 's3://b/m/model.tar.gz',
  target: '/opt/ml/model',
  readOnly: true,
  shard: undefined,
  manifest: false,
};

it('unpacks an archive of S3 into a volume, also when others only begin like it', async () => {
  const { loaded, of } = subject({ 'b/m/model.tar.gz': gzipSync('tar'), 'b/m/model.tar.gz.old': 'old' });
  expect(await of({ ...S3, unpack: true })).toMatchObject({ Type: 'volume', Target: '/opt/ml/model', ReadOnly: true });
  expect(loaded).toEqual(['/opt/ml/model']);
});

it('gives objects of S3 as a folder of links of the job’s own, and says so', async () => {
  const { notes, of } = subject({ 'b/m/a': 'A', 'b/m/s/b': 'B', 'b/m/s/c': 'C' });
  const mount = await of({ ...S3, uri: 's3://b/m/', shard: { index: 1, of: 2 } });
  expect(mount).toMatchObject({ Type: 'bind', Target: '/opt/ml/model', ReadOnly: true });
  expect(fs.readdirSync(mount?.Source ?? '', { recursive: true }).sort()).toEqual(['s', path.join('s', 'b')]);
  expect(fs.statSync(path.join(mount?.Source ?? '', 's', 'b')).nlink).toBe(2);
  expect(notes.join()).toContain('s3://b/m/');
});

it('fills a volume from its folder once, and not when there is none yet', async () => {
  const { folder, loaded, of } = subject({});
  const volume = { type: 'volume', label: 'checkpoints', target: '/c', readOnly: false } as const;
  await of({ ...volume, label: 'other', seed: path.join(folder, 'none') });
  expect(loaded).toEqual([]);
  fs.writeFileSync(path.join(folder, 'one'), '1');
  await Promise.all([of({ ...volume, seed: folder }), of({ ...volume, seed: folder })]);
  expect(loaded).toEqual(['/c']);
});
