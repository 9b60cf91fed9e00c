import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { buildImage } from '../../engine/src/docker/build/build-image';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { BUILT_LABEL } from '../../engine/src/docker/labels';
import { sharesFolder } from '../../engine/src/docker/shared-files';
import { listBuilt, removeBuilt } from '../../engine/src/local/built-images';
import { cleanups, describeWithEngine, testEngine } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

describeWithEngine('an engine', () => {
  const after = cleanups();

  function folder(): string {
    const made = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-reach-'));
    after(() => fs.promises.rm(made, { recursive: true, force: true }));
    return made;
  }

  it('of this machine sees our files; one that looks elsewhere does not', async () => {
    const engine = await testEngine();
    const here = folder();
    expect(await sharesFolder(engine, here)).toBe(true);
    expect(fs.readdirSync(here)).toEqual([]);
    // As another machine would answer: the source of each mount is looked for in another place.
    const elsewhere: DockerEngine = {
      ...engine,
      containers: {
        ...engine.containers,
        create: (options, signal) => {
          const Mounts = options.HostConfig?.Mounts?.map((mount) => ({ ...mount, Source: `/nowhere${mount.Source}` }));
          return engine.containers.create({ ...options, HostConfig: { ...options.HostConfig, Mounts } }, signal);
        },
      },
    };
    expect(await sharesFolder(elsewhere, here)).toBe(false);
    const broken = { ...engine, containers: { ...engine.containers, create: () => Promise.reject(new Error('gone')) } };
    await expect(sharesFolder(broken, here)).rejects.toThrow('gone');
  });

  it('lists what runs built, and removes it', async () => {
    const engine = await testEngine();
    const context = folder();
    const dockerfile = path.join(context, 'Dockerfile');
    fs.writeFileSync(dockerfile, `FROM ${TINY_IMAGE}\nRUN true\n`);
    const tag = `sm-drill-built:${crypto.randomUUID()}`;
    const { imageId } = await buildImage(engine.socket, {
      contextDir: context,
      dockerfile,
      tag,
      labels: { [BUILT_LABEL]: dockerfile },
    });
    const mine = (await listBuilt(engine)).filter((one) => one.dockerfile === dockerfile);
    expect(mine).toMatchObject([{ id: imageId, tags: [tag] }]);
    for (const image of mine) await removeBuilt(engine, image);
    expect((await listBuilt(engine)).filter((one) => one.dockerfile === dockerfile)).toEqual([]);
  });
});
