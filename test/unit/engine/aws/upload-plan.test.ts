import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { filesOf } from '../../../../engine/src/aws/upload-plan';

const made: string[] = [];

async function folder(...files: string[]): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sm-upload-'));
  made.push(path);
  for (const file of files) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), file);
  }
  return path;
}

async function keys(from: string, to: string, as: 'object' | 'prefix'): Promise<readonly string[]> {
  return (await filesOf({ from, to, as })).files.map(({ key }) => key);
}

afterEach(async () => {
  for (const path of made.splice(0)) await rm(path, { recursive: true });
});

describe('what is uploaded where', () => {
  it('a folder lies below its prefix, with or without a slash', async () => {
    const from = await folder('a.csv', 'deep/b.csv');
    for (const to of ['s3://bucket/train', 's3://bucket/train/']) {
      expect(await keys(from, to, 'prefix')).toEqual(['train/a.csv', 'train/deep/b.csv']);
    }
    expect(await keys(from, 's3://bucket', 'prefix')).toEqual(['a.csv', 'deep/b.csv']);
  });

  it('a file is the object, or lies below the prefix under its own name', async () => {
    const from = join(await folder('a.csv'), 'a.csv');
    expect(await keys(from, 's3://bucket/model.tar.gz', 'object')).toEqual(['model.tar.gz']);
    expect(await keys(from, 's3://bucket/data/a.csv', 'prefix')).toEqual(['data/a.csv']);
    expect(await keys(from, 's3://bucket/data/', 'prefix')).toEqual(['data/a.csv']);
    expect(await keys(from, 's3://bucket/train', 'prefix')).toEqual(['train/a.csv']);
  });

  it('a folder can’t be one object, nothing can’t be data', async () => {
    const from = await folder('a.csv');
    await expect(keys(from, 's3://bucket/model.tar.gz', 'object')).rejects.toThrow(/is a folder/);
    await expect(keys(await folder(), 's3://bucket/train/', 'prefix')).rejects.toThrow(/holds no files/);
    await expect(keys('/no/such', 's3://bucket/train/', 'prefix')).rejects.toThrow(/does not exist/);
    await expect(keys(from, 'train', 'prefix')).rejects.toThrow(/no S3 URI/);
  });
});
