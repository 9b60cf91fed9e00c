import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { imagesOf, splitReference } from '../../../../engine/src/docker/images';
import type { Call, Transport } from '../../../../engine/src/docker/transport';

it.each([
  ['a', 'a', undefined],
  ['a:1', 'a', '1'],
  ['host:5000/a', 'host:5000/a', undefined],
  ['host:5000/a/b:1', 'host:5000/a/b', '1'],
  ['host:5000/a@sha256:ff', 'host:5000/a', 'sha256:ff'],
  ['a:1@sha256:ff', 'a', 'sha256:ff'],
])('takes %s apart', (reference, repository, tag) => {
  expect(splitReference(reference)).toEqual([repository, tag]);
});

function answering(lines: readonly object[]) {
  const calls: Call[] = [];
  const transport: Transport = {
    json: () => Promise.resolve(undefined),
    stream: (call) => {
      calls.push(call);
      return Promise.resolve(Readable.from(lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`))));
    },
    hijack: () => Promise.reject(new Error('not asked')),
  };
  return { calls, images: imagesOf(transport) };
}

describe('transfers', () => {
  it('tell how far each layer is, never more than all of it', async () => {
    const { images, calls } = answering([
      { status: 'Pulling from a', id: '1' },
      { status: 'Downloading', id: 'f00', progressDetail: { current: 7, total: 5 } },
      { status: 'Extracting', id: 'f00', progressDetail: { current: 3 } },
    ]);
    const progress: unknown[] = [];
    const login = { serveraddress: 'host', username: 'u', password: 'p' };
    await images.pull('host/a:1', { platform: 'linux/amd64', login }, (line) => progress.push(line));
    expect(calls[0]).toMatchObject({ query: { fromImage: 'host/a', tag: '1', platform: 'linux/amd64' }, login });
    expect(progress).toEqual([
      { layer: '1', status: 'Pulling from a', current: undefined, total: undefined },
      { layer: 'f00', status: 'Downloading', current: 5, total: 5 },
      { layer: 'f00', status: 'Extracting', current: 3, total: undefined },
    ]);
  });

  it('pull “latest”, not all tags', async () => {
    const { images, calls } = answering([]);
    await images.pull('a', {});
    expect(calls[0]?.query).toMatchObject({ tag: 'latest' });
  });

  it('answer the digest of a push', async () => {
    const { images } = answering([{ status: 'Pushed' }, { aux: { Tag: '1', Digest: 'sha256:ff', Size: 5 } }]);
    expect(await images.push('host/a:1', undefined)).toBe('sha256:ff');
  });

  it('fail by an error in the stream', async () => {
    const { images } = answering([
      { status: 'x' },
      { errorDetail: { message: 'unauthorized' }, error: 'unauthorized' },
    ]);
    await expect(images.push('host/a:1', undefined)).rejects.toThrow('unauthorized');
  });
});
