import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { containerSettings, settingsIn } from '../../../../engine/src/session/container-settings';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sm-settings-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const NOTHING = { context: undefined, target: undefined, buildArguments: {}, platform: undefined, image: undefined };

it('reads what is said of a Dockerfile, with comments, and paths from the folder of .sagemaker', () => {
  const text = `{
    // ours
    "containers": { "train/Dockerfile": {
      "context": ".", "target": "gpu", "platform": "linux/amd64", "image": "ours:1",
      "buildArguments": { "PYTHON": "3.12", "LEVEL": 2, "LIST": [] }, } } }`;
  expect(settingsIn(text, '/w', '/w/train/Dockerfile')).toEqual({
    context: '/w',
    target: 'gpu',
    platform: 'linux/amd64',
    image: 'ours:1',
    buildArguments: { PYTHON: '3.12', LEVEL: '2' },
  });
  expect(settingsIn(text, '/w', '/w/other/Dockerfile')).toEqual(NOTHING);
});

it('what can’t be understood is left out', () => {
  expect(settingsIn('{"containers":{"Dockerfile":{"context":3,"target":""}}}', '/w', '/w/Dockerfile')).toEqual(NOTHING);
  expect(settingsIn('not JSON', '/w', '/w/Dockerfile')).toEqual(NOTHING);
});

it('the nearest file above the Dockerfile counts', () => {
  const say = (folder: string, path: string, image: string): void => {
    mkdirSync(join(root, folder, '.sagemaker'), { recursive: true });
    const text = JSON.stringify({ containers: { [path]: { image } } });
    writeFileSync(join(root, folder, '.sagemaker/containers.json'), text);
  };
  mkdirSync(join(root, 'a/b'), { recursive: true });
  say('.', 'a/b/Dockerfile', 'far');
  expect(containerSettings(join(root, 'a/b/Dockerfile')).image).toBe('far');
  say('a', 'b/Dockerfile', 'near');
  expect(containerSettings(join(root, 'a/b/Dockerfile')).image).toBe('near');
});

it('without a file, nothing is said', () => {
  expect(containerSettings(join(root, 'Dockerfile'))).toEqual(NOTHING);
});
