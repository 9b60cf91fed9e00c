import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterAll, expect, it } from 'vitest';
import { dataOf } from '../../../../engine/src/local/sources';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-sources-'));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});
fs.writeFileSync(path.join(folder, 'a.csv'), 'a');
fs.writeFileSync(path.join(folder, 'b.csv'), 'b');
fs.writeFileSync(path.join(folder, 'x.manifest'), '[{"prefix":"s3://b/deep/"},"b.csv"]');
const target = '/opt/ml/input/data/train';
const bind = { type: 'bind', source: folder, target, readOnly: true } as const;

async function loaded(mount: Parameters<typeof dataOf>[0]): Promise<Readonly<Record<string, string>>> {
  const data = await dataOf(mount);
  if (data.kind !== 'load') throw new Error('it is bound');
  const entries = extract();
  entries.end(await buffer(await data.open(new AbortController().signal)));
  const files: Record<string, string> = {};
  for await (const entry of entries) {
    files[entry.header.name] = (await buffer(entry)).toString();
  }
  return files;
}

it('binds folders as they are, and a file under its own name in the channel', async () => {
  expect(await dataOf(bind)).toEqual({ kind: 'bind', source: folder, target });
  const file = path.join(folder, 'a.csv');
  expect(await dataOf({ ...bind, source: file })).toEqual({ kind: 'bind', source: file, target: `${target}/a.csv` });
  for (const place of ['/opt/ml/input/data/train.v1', '/opt/ml/model']) {
    expect(await dataOf({ ...bind, source: file, target: place })).toMatchObject({ target: `${place}/a.csv` });
  }
  for (const place of ['/opt/program/handler', '/opt/ml/input/config/hyperparameters.json']) {
    expect(await dataOf({ ...bind, source: file, target: place })).toMatchObject({ target: place });
  }
});

it('says which folder is missing', async () => {
  await expect(dataOf({ ...bind, source: path.join(folder, 'none') })).rejects.toThrow(/none.*does not exist/);
});

it('hands out every so-many-th file', async () => {
  expect(await loaded({ ...bind, shard: { index: 1, of: 2 } })).toEqual({ 'b.csv': 'b' });
});

it('gathers what a manifest names, and nothing from elsewhere', async () => {
  const source = path.join(folder, 'x.manifest');
  // Under the whole key, as SageMaker has it.
  expect(await loaded({ ...bind, source, manifest: true })).toEqual({ 'deep/b.csv': 'b' });
  expect(await loaded({ ...bind, manifest: true })).toEqual({ 'deep/b.csv': 'b' });
  fs.writeFileSync(path.join(folder, 'bad.json'), '[{"prefix":"s3://b/"},"../../etc/passwd"]');
  await expect(loaded({ ...bind, source: path.join(folder, 'bad.json'), manifest: true })).rejects.toThrow(
    'etc/passwd',
  );
});
