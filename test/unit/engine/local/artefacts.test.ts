import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import type { Header } from 'tar-stream';
import { afterAll, expect, it } from 'vitest';
import type { DockerEngine } from '../../../../engine/src/docker/engine';
import { readSmallFile, saveArchive, saveFolder } from '../../../../engine/src/local/artefacts';
import { packFiles } from '../../../../engine/src/local/pack';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-artefacts-'));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

type Content = Partial<Header> & { readonly name: string; readonly text?: string };

async function tar(entries: readonly Content[]): Promise<Buffer> {
  const archive = pack();
  for (const { text = '', ...header } of entries) archive.entry(header, text);
  archive.finalize();
  return buffer(archive);
}

/** An engine that gives these archives, by container. */
async function source(...all: readonly (readonly Content[])[]) {
  const archives = await Promise.all(all.map(tar));
  const getArchive = (id: string) => {
    const archive = archives[Number(id)];
    return Promise.resolve(archive === undefined ? undefined : Readable.from([archive]));
  };
  const engine = { containers: { getArchive } } as unknown as DockerEngine;
  return { engine, containers: archives.map((_, index) => String(index)).concat('gone'), path: '/opt/ml/model' };
}

async function entriesOf(file: string): Promise<readonly string[]> {
  const entries = extract();
  entries.end(gunzipSync(fs.readFileSync(file)));
  const found: string[] = [];
  for await (const entry of entries) {
    const text = await buffer(entry);
    found.push(`${entry.header.type} ${entry.header.name} ${entry.header.linkname || text.toString()}`);
  }
  return found;
}

it('writes an archive whose names begin below the directory, the first host’s files first', async () => {
  const long = `model/${'d'.repeat(90)}/${'f'.repeat(120)}`;
  const hosts = await source(
    [
      { name: 'model/', type: 'directory' },
      { name: 'model/a', text: 'one', mode: 0o755 },
      { name: 'model/sub/', type: 'directory' },
      { name: 'model/sub/link', type: 'symlink', linkname: '../a' },
      { name: 'model/hard', type: 'link', linkname: 'model/a' },
      { name: long, text: 'long' },
      { name: 'model/empty' },
    ],
    [
      { name: 'model/', type: 'directory' },
      { name: 'model/a', text: 'two' },
      { name: 'model/b', text: 'b' },
    ],
  );
  const file = path.join(folder, 'deep', 'model.tar.gz');
  expect(await saveArchive(hosts, file)).toBe(6);
  expect(await entriesOf(file)).toEqual([
    'file a one',
    'directory sub/ ',
    'symlink sub/link ../a',
    'link hard a',
    `file ${long.slice('model/'.length)} long`,
    'file empty ',
    'file b b',
  ]);
  expect(fs.readdirSync(path.dirname(file))).toEqual(['model.tar.gz']);
});

it('makes an archive of nothing, too', async () => {
  const file = path.join(folder, 'nothing.tar.gz');
  expect(await saveArchive(await source([{ name: 'model/', type: 'directory' }]), file)).toBe(0);
  expect(await entriesOf(file)).toEqual([]);
});

it('unpacks nothing outside the folder', async () => {
  const outside = path.join(folder, 'outside');
  fs.mkdirSync(outside);
  const hosts = await source([
    { name: 'out/', type: 'directory' },
    { name: 'out/../../outside/up', text: 'x' },
    { name: 'out/absolute', type: 'symlink', linkname: outside },
    { name: 'out/absolute/in', text: 'x' },
    { name: 'out/relative', type: 'symlink', linkname: '../outside' },
    { name: 'out/hard', type: 'link', linkname: 'out/../outside/none' },
    { name: 'out/device', type: 'character-device' },
    { name: 'out/inner', type: 'symlink', linkname: 'good' },
    { name: 'out/good/file', text: 'fine', mode: 0o4755 },
    { name: 'out/same', type: 'link', linkname: 'out/good/file' },
  ]);
  const target = path.join(folder, 'target');
  await saveFolder(hosts, target);
  expect(fs.readdirSync(outside)).toEqual([]);
  expect(fs.readdirSync(target).sort()).toEqual(['absolute', 'good', 'inner', 'same']);
  // A directory of the name that was refused as a link, not the link.
  expect(fs.lstatSync(path.join(target, 'absolute')).isDirectory()).toBe(true);
  expect(fs.statSync(path.join(target, 'good/file')).mode & 0o7777).toBe(0o755);
  expect(fs.readFileSync(path.join(target, 'same'), 'utf8')).toBe('fine');
});

it('does not follow links that are in the folder already', async () => {
  const target = path.join(folder, 'linked');
  const outside = path.join(folder, 'elsewhere');
  fs.mkdirSync(target);
  fs.mkdirSync(outside);
  fs.symlinkSync(outside, path.join(target, 'sub'));
  fs.symlinkSync(path.join(outside, 'f'), path.join(target, 'file'));
  await saveFolder(
    await source([
      { name: 'o/sub/x', text: 'x' },
      { name: 'o/file', text: 'own' },
    ]),
    target,
  );
  expect(fs.readdirSync(outside)).toEqual([]);
  expect(fs.readFileSync(path.join(target, 'file'), 'utf8')).toBe('own');
});

it('reads the beginning of a file only', async () => {
  const { engine } = await source([{ name: 'failure', text: 'x'.repeat(100_000) }]);
  expect((await readSmallFile(engine, '0', '/f', 5))?.toString()).toBe('xxxxx');
  expect(await readSmallFile(engine, 'gone', '/f', 5)).toBeUndefined();
});

it('packs directories that anyone may write, and files that anyone may read', async () => {
  const entries = extract();
  entries.end(await packFiles(['/opt/ml/model'], { '/opt/ml/input/config/x.json': '{"é":1}' }));
  const found = [];
  for await (const entry of entries) {
    const text = (await buffer(entry)).toString();
    found.push([entry.header.type, entry.header.name, entry.header.mode.toString(8), text]);
  }
  expect(found).toEqual([
    ['directory', 'opt/ml/model/', '777', ''],
    ['file', 'opt/ml/input/config/x.json', '644', '{"é":1}'],
  ]);
});
