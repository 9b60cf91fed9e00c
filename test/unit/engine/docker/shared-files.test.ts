import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DockerEngine } from '../../../../engine/src/docker/engine';
import { EngineError } from '../../../../engine/src/docker/engine';
import { sharesFolder } from '../../../../engine/src/docker/shared-files';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sm-shared-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** An engine that looks for the source of a mount here, or nowhere, and then for the image. */
function engineThat(sees: 'our files' | 'other files') {
  const asked: string[] = [];
  const engine = {
    ping: () => Promise.resolve({ apiVersion: '1.30', os: 'linux' }),
    info: () => Promise.resolve({}),
    containers: {
      create: ({ HostConfig }: { HostConfig: { Mounts: readonly { Source: string }[] } }) => {
        const source = HostConfig.Mounts[0]?.Source ?? '';
        asked.push(source);
        const found = sees === 'our files' && existsSync(source);
        const message = found ? 'No such image' : `bind source path does not exist: ${source}`;
        return Promise.reject(new EngineError(message, found ? 404 : 400));
      },
    },
  };
  return { engine: engine as unknown as DockerEngine, asked };
}

describe('whether an engine shares a folder', () => {
  it('is told by the nearest folder above one that is still to be made, and nothing is made or left', async () => {
    const folder = join(root, 'jobs/training-job/iris');
    const { engine, asked } = engineThat('our files');
    expect(await sharesFolder(engine, folder)).toBe(true);
    expect(asked.map(dirname)).toEqual([root]);
    expect(await sharesFolder(engineThat('other files').engine, folder)).toBe(false);
    expect(readdirSync(root)).toEqual([]);
  });

  it('is asked once, and again after it could not be asked', async () => {
    const { engine, asked } = engineThat('our files');
    // A file is in the way of the folder, so that nothing can be put there.
    const folder = '/dev/null';
    await expect(sharesFolder(engine, folder)).rejects.toThrow();
    await expect(sharesFolder(engine, folder)).rejects.toThrow();
    expect(asked).toEqual([]);
    mkdirSync(join(root, 'jobs'));
    expect(await sharesFolder(engine, join(root, 'jobs'))).toBe(true);
    expect(await sharesFolder(engine, join(root, 'jobs'))).toBe(true);
    expect(asked).toHaveLength(1);
  });
});
