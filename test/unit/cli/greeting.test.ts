import { describe, expect, it } from 'vitest';
import { greeting } from '../../../cli/src/greeting';
import type { Served } from '../../../cli/src/greeting';
import { programName } from '../../../cli/src/program';
import { shownPath } from '../../../cli/src/shown-path';

const url = 'http://127.0.0.1:4000';

function said(serving: Served['serving']): string {
  return greeting({ name: 'live', serving, url, program: 'node dist/cli.js' }).join('\n');
}

describe('what is said of an endpoint in service', () => {
  it.each([
    ['single', false, 'node dist/cli.js invoke live --data <file>;'],
    ['serial', false, 'node dist/cli.js invoke live --data <file>;'],
    ['single', true, 'invoke live --async --data <file>;'],
    ['multi-model', false, 'invoke live --target-model <archive.tar.gz> --data <file>;'],
    ['direct', false, 'invoke live --target-container <hostname> --data <file>;'],
  ] as const)('%s, asynchronous: %s', (mode, asynchronous, command) => {
    expect(said({ mode, asynchronous })).toContain(command);
  });

  it('says where AWS’s SDKs find it', () => {
    expect(said(undefined)).toContain(`AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME=${url} `);
  });
});

describe('the name of the program', () => {
  it.each([
    ['/home/me/it/dist/cli.js', '/home/me/it', 'node dist/cli.js'],
    ['/home/me/it/dist/cli.js', '/home/me/my-model', 'node /home/me/it/dist/cli.js'],
    ['/home/me/of mine/dist/cli.js', '/', 'node "home/me/of mine/dist/cli.js"'],
    ['/usr/local/bin/sagemaker-containers', '/home/me', 'sagemaker-containers'],
    [undefined, '/home/me', 'sagemaker-containers'],
  ])('%s in %s: %s', (script, cwd, name) => {
    expect(programName(script, cwd)).toBe(name);
  });
});

it.each([
  ['/home/me', '/home/me/my-model/README.md', 'my-model/README.md'],
  ['/home/me/it', '/home/me/my-model/README.md', '/home/me/my-model/README.md'],
  ['/home/me', '/home/me', '.'],
])('in %s, %s is shown as %s', (cwd, path, shown) => {
  expect(shownPath(cwd, path)).toBe(shown);
});
