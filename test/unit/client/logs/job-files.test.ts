import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { Disposable } from 'vscode';
import type { Connection, Ref } from '../../../../client/src/connections/connection';
import { jobFileOf } from '../../../../client/src/logs/job-files';

const workspaceFiles = vi.hoisted((): { readonly path: string; readonly fsPath: string }[] => []);

vi.mock('vscode', () => ({
  Disposable: class {
    dispose(): void {
      // Nothing was subscribed.
    }
  },
  Uri: { file: (path: string) => ({ path, fsPath: path }) },
  workspace: {
    getWorkspaceFolder: () => undefined,
    findFiles: (pattern: string) =>
      Promise.resolve(workspaceFiles.filter(({ path }) => path.endsWith(pattern.replace('**', '')))),
  },
}));

const folder = mkdtempSync(join(tmpdir(), 'sm-job-files-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  workspaceFiles.push({ path, fsPath: path });
  return path;
}

/** A job whose image is built of these Dockerfiles. */
function job(dockerfiles: readonly string[]): Ref {
  const connection: Connection = {
    id: 'local',
    kind: 'local',
    label: 'Local',
    sagemaker: () => Promise.reject(new Error('not asked')),
    onDidChange: () => new Disposable(() => undefined),
    dockerfilesOf: () => dockerfiles,
  };
  return { connection, kind: 'training-job', name: 'job' };
}

it('finds what a COPY line renamed, and by likeness what no COPY line has', async () => {
  const decoy = file('other/program/train.py');
  const main = file('mine/src/main.py');
  const copied = [
    { local: main, image: '/opt/program/train.py' },
    { local: join(folder, 'mine/gone.py'), image: '/opt/program/gone.py' },
  ];
  const askServer = () => Promise.resolve(copied);
  const known = job([join(folder, 'mine/Dockerfile')]);
  expect((await jobFileOf('/opt/program/train.py', known, askServer))?.fsPath).toBe(main);
  expect((await jobFileOf('/somewhere/program/train.py', known, askServer))?.fsPath).toBe(decoy);
  // Deleted since, and nothing is like it.
  expect(await jobFileOf('/opt/program/gone.py', known, askServer)).toBeUndefined();
  // Of a job of an earlier window it is not known which Dockerfile it was.
  expect((await jobFileOf('/opt/program/train.py', job([]), askServer))?.fsPath).toBe(decoy);
});
