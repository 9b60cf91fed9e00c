import { mkdtemp, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withArchive } from '../../../../engine/src/aws/archive';
import { withoutMissing } from '../../../../engine/src/aws/launch-archives';
import { planLaunch } from '../../../../engine/src/aws/launch-plan';
import type { RequestDocument } from '../../../../engine/src/requests/types';
import { endpointRequest, modelRequest, overlayOf, trainingRequest } from '../plan/fixtures';

const ARCHIVE = 's3://bucket/source/sourcedir.tar.gz';
const MODEL = 's3://bucket/model/model.tar.gz';
const go = new AbortController().signal;

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sm-archives-'));
  await mkdir(join(home, 'code/lib'), { recursive: true });
  await writeFile(join(home, 'code/train.py'), 'print(1)\n');
  await writeFile(join(home, 'code/lib/more.py'), '');
  await writeFile(join(home, 'packed.tar.gz'), 'packed');
});
afterAll(() => rm(home, { recursive: true }));

const script: RequestDocument = {
  kind: 'training-job',
  request: trainingRequest({ HyperParameters: { sagemaker_submit_directory: JSON.stringify(ARCHIVE) } }),
};

describe('archives of a launch', () => {
  it('are the code of a script and the model of an endpoint', () => {
    const overlay = overlayOf({ s3: { [ARCHIVE]: './code', [MODEL]: './model' } });
    expect(planLaunch(script, overlay, '/work').uploads).toContainEqual({
      from: '/work/code',
      to: ARCHIVE,
      as: 'archive',
    });
    const model = modelRequest({ PrimaryContainer: { Image: 'a', ModelDataUrl: MODEL } });
    const { uploads } = planLaunch({ kind: 'endpoint', request: endpointRequest(model) }, overlay, '/work');
    expect(uploads).toEqual([{ from: '/work/model', to: MODEL, as: 'archive' }]);
  });

  it('are packed from folders: the files lie at the root, and unchanged files give the same bytes', async () => {
    const upload = { from: join(home, 'code'), to: ARCHIVE, as: 'archive' } as const;
    const pack = () =>
      withArchive(upload, go, ({ from }) => {
        const names = execFileSync('tar', ['-tzf', from], { encoding: 'utf8' });
        return Promise.resolve({ from, names, bytes: readFileSync(from) });
      });
    const first = await pack();
    expect(first.names.trim().split('\n')).toEqual(['lib/more.py', 'train.py']);
    expect((await pack()).bytes.equals(first.bytes)).toBe(true);
    await expect(stat(first.from)).rejects.toThrow(/ENOENT/);
    await utimes(join(home, 'code/train.py'), 1, 1);
    expect((await pack()).bytes.equals(first.bytes)).toBe(false);
  });

  it('are taken as they are when they are files, or when there is nothing to pack', async () => {
    for (const from of ['packed.tar.gz', 'nowhere'].map((it) => join(home, it))) {
      const upload = { from, to: ARCHIVE, as: 'archive' } as const;
      expect(await withArchive(upload, go, (it) => Promise.resolve(it))).toBe(upload);
    }
  });

  it('have to be in S3 when this machine does not have them', () => {
    const plan = planLaunch(script, overlayOf({ s3: { [ARCHIVE]: './code', 's3://bucket/in/': './data' } }), '/work');
    const kept = withoutMissing(plan, () => false);
    expect(kept.uploads.map(({ as }) => as)).not.toContain('archive');
    expect(kept.uploads).toHaveLength(plan.uploads.length - 1);
    expect(kept.notes.at(-1)).toMatchObject({ severity: 'info', message: expect.stringContaining(ARCHIVE) as string });
    expect(withoutMissing(plan, () => true)).toBe(plan);
  });
});
