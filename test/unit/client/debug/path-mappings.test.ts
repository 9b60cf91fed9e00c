import { expect, it } from 'vitest';
import { attachConfiguration } from '../../../../client/src/debug/attach-configuration';
import { launchFile } from '../../../../client/src/debug/launch-file';
import { pathMappings } from '../../../../client/src/debug/path-mappings';

it('maps folders, and not each file of them', () => {
  expect(
    pathMappings([
      { local: '/work/src/train.py', image: '/opt/code/train.py' },
      { local: '/work/src/model.py', image: '/opt/code/model.py' },
      { local: '/work/src/data/load.py', image: '/opt/code/data/load.py' },
    ]),
  ).toEqual([{ localRoot: '/work/src', remoteRoot: '/opt/code' }]);
});

it('maps a file alone that has another name in the image, and what comes from elsewhere first', () => {
  expect(
    pathMappings([
      { local: '/work/train.py', image: '/opt/program/train' },
      { local: '/work/src/model.py', image: '/opt/program/model.py' },
      { local: '/work/lib/tools.py', image: '/opt/program/lib/tools.py' },
    ]),
  ).toEqual([
    { localRoot: '/work/train.py', remoteRoot: '/opt/program/train' },
    { localRoot: '/work/lib', remoteRoot: '/opt/program/lib' },
    { localRoot: '/work/src', remoteRoot: '/opt/program' },
  ]);
});

it('does not take a folder for one below another with a longer name', () => {
  const mappings = pathMappings([
    { local: '/work/code/a.py', image: '/opt/code/a.py' },
    { local: '/work/code2/b.py', image: '/opt/code2/b.py' },
  ]);
  expect(mappings).toHaveLength(2);
});

it('attaches by the language that listens', () => {
  const mappings = [{ localRoot: '/work/src', remoteRoot: '/opt/code' }];
  const wishes = { name: 'Train', justMyCode: true };
  const at = { host: '127.0.0.1', port: 41_234 };
  expect(attachConfiguration({ language: 'python', ...at }, mappings, wishes, 'debugpy')).toMatchObject({
    type: 'debugpy',
    request: 'attach',
    connect: at,
    pathMappings: mappings,
  });
  expect(attachConfiguration({ language: 'node', ...at }, mappings, wishes, 'debugpy')).toMatchObject({
    type: 'node',
    request: 'attach',
    address: '127.0.0.1',
    port: 41_234,
    localRoot: '/work/src',
    remoteRoot: '/opt/code',
  });
});

it('finds the file that a launch configuration names', () => {
  expect(launchFile('${workspaceFolder}/a.training-job.json', '/work', undefined)).toBe('/work/a.training-job.json');
  expect(launchFile('a.training-job.json', '/work', undefined)).toBe('/work/a.training-job.json');
  expect(launchFile('${file}', '/work', '/work/b.endpoint.json')).toBe('/work/b.endpoint.json');
  expect(launchFile('${file}', '/work', undefined)).toBeUndefined();
  expect(launchFile('${env:HOME}/a.training-job.json', '/work', undefined)).toBeUndefined();
});
