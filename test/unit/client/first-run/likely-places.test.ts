import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { likelyPlaces } from '../../../../client/src/first-run/likely-places';
import { neighboursIn } from '../../../../client/src/first-run/neighbours';
import type { ContainerSettings } from '../../../../engine/src/session/container-settings';

const NO_SETTINGS: ContainerSettings = {
  context: undefined,
  target: undefined,
  buildArguments: {},
  platform: undefined,
  image: undefined,
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function offered(dockerfile: string, files: readonly string[], wanted: 'data' | 'model'): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sm-places-'));
  folders.push(folder);
  for (const file of ['Dockerfile', ...files]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file === 'Dockerfile' ? `FROM a\n${dockerfile}\n` : '');
  }
  const source = { kind: 'dockerfile', path: join(folder, 'Dockerfile'), settings: NO_SETTINGS } as const;
  return likelyPlaces(neighboursIn(folder, source), wanted);
}

const REPOSITORY = ['.git/config', '.sagemaker/containers.json', 'node_modules/a/data.json', '__pycache__/a.pyc'];

it('data: what holds data first, then what else there is; no program that is copied, nothing of tools', () => {
  const files = [
    ...REPOSITORY,
    'src/train.py',
    'docs/guide.md',
    'churn/2024/a.parquet',
    'data/train.csv',
    'empty-input/.keep',
  ];
  expect(offered('COPY src /opt/ml/code', files, 'data')).toEqual(['data', 'churn', 'empty-input', 'docs']);
});

it('requests and models are no data; a folder with a container of its own is a program', () => {
  const files = [
    'requests/a.training-job.json',
    'requests/a.local.json',
    'model/model.json',
    'other/Dockerfile',
    'web/a.js',
  ];
  expect(offered('', [...files, 'in/a.json', 'other/b.csv'], 'data')).toEqual(['in', 'model', 'other', 'requests']);
});

it('a folder of programs named train is no data, though the whole context is copied', () => {
  expect(offered('COPY . /opt/program', ['train/train.py', 'samples/a.csv'], 'data')).toEqual(['samples', 'train']);
});

it('data that the image gets as well is offered all the same', () => {
  expect(offered('COPY data src /app/', ['data/a.csv', 'src/a.py', 'other/a.md'], 'data')).toEqual(['data', 'other']);
});

it('model: archives and folders of artefacts', () => {
  const files = [...REPOSITORY, 'model.tar.gz', 'data/a.csv', 'output/model.joblib', 'model/net.pt', 'src/serve.py'];
  expect(offered('COPY src /app', files, 'model')).toEqual(['model', 'model.tar.gz', 'output', 'data']);
});

it('a context elsewhere: what is copied is looked for from there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sm-places-'));
  folders.push(folder);
  for (const name of ['docker/app', 'docker/data']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'docker/Dockerfile'), 'FROM a\nCOPY docker/app /app\n');
  const settings = { ...NO_SETTINGS, context: folder };
  const source = { kind: 'dockerfile', path: join(folder, 'docker/Dockerfile'), settings } as const;
  expect(likelyPlaces(neighboursIn(join(folder, 'docker'), source), 'data')).toEqual(['data']);
});
