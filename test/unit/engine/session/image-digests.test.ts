import { describe, expect, it } from 'vitest';
import { digestsOf, localDigest } from '../../../../engine/src/session/image-digests';

const URI = '111122223333.dkr.ecr.us-west-2.amazonaws.com/churn:1';
const planned = [{ requested: URI, local: 'churn:dev' }];

/** Images of an engine by their reference. */
const engineWith = (images: Readonly<Record<string, readonly string[]>>) => ({
  inspect: (reference: string) => {
    const RepoDigests = images[reference];
    return Promise.resolve(RepoDigests === undefined ? undefined : { Id: `sha256:id-of-${reference}`, RepoDigests });
  },
});

describe('what an image is on this machine', () => {
  it('is the digest of the registry that it was pushed to or pulled from', async () => {
    const engine = engineWith({ 'churn:dev': ['111122223333.dkr.ecr.us-west-2.amazonaws.com/churn@sha256:aa'] });
    expect(await localDigest(engine, planned, URI)).toBe('sha256:aa');
  });

  it('is that of the image that ran in its place, by its id where no registry knows it', async () => {
    const engine = engineWith({ 'churn:dev': [], [URI]: ['x@sha256:other'] });
    expect(await localDigest(engine, planned, URI)).toBe('sha256:id-of-churn:dev');
    expect(await localDigest(engine, [], URI)).toBe('sha256:other');
  });

  it('is not known once it is gone', async () => {
    expect(await localDigest(engineWith({}), planned, URI)).toBeUndefined();
  });
});

it('what can’t be asked for does not keep two jobs from being compared', async () => {
  const ask = (image: string): Promise<string | undefined> =>
    image === 'down' ? Promise.reject(new Error('no engine')) : Promise.resolve(image === 'a' ? 'sha256:a' : undefined);
  expect(await digestsOf(['a', 'down', 'unknown'], ask)).toEqual({ a: 'sha256:a' });
});
