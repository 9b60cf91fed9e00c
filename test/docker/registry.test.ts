import { afterAll, beforeAll, expect, it } from 'vitest';
import { repositoryDigests } from '../../engine/src/docker/images';
import { registryLogin, registryOf } from '../../engine/src/docker/registry-auth';
import { describeWithEngine, testEngine } from './support/engine';
import { startRegistry } from './support/registry';
import { TINY_IMAGE } from './support/tiny-image';

describeWithEngine('a registry', () => {
  let registry: Awaited<ReturnType<typeof startRegistry>>;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.stop());

  it('takes an image by the login of the configuration, and gives it back', async () => {
    const { images } = await testEngine();
    const reference = `${registry.host}/tiny:1`;
    const auths = { [registry.host]: { auth: Buffer.from('AWS:secret').toString('base64') } };
    const login = await registryLogin(registryOf(reference), JSON.stringify({ auths }));
    await images.tag(TINY_IMAGE, `${registry.host}/tiny`, '1');
    const progress: string[] = [];
    try {
      await expect(images.push(reference, undefined)).rejects.toThrow(/no basic auth|unauthorized/i);
      const digest = await images.push(reference, login, (line) => progress.push(line.status));
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(progress).toContain('Pushed');
      await images.remove(reference);
      await expect(images.pull(reference, {})).rejects.toThrow(/no basic auth|unauthorized/i);
      await images.pull(`${registry.host}/tiny@${digest ?? ''}`, { login });
      await images.pull(reference, { login });
      const pulled = await images.inspect(reference);
      expect(pulled === undefined ? [] : repositoryDigests(pulled)).toContain(`${registry.host}/tiny@${digest ?? ''}`);
    } finally {
      await images.remove(reference, { force: true });
      await images.remove(`${registry.host}/tiny`, { force: true }).catch(() => undefined);
    }
  });
});
