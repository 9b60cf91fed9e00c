import { describe, expect, it } from 'vitest';
import { whatToDo } from '../../../../client/src/watch/what-to-do';
import type { BuildInputs, BuiltImage, CopiedTo } from '../../../../client/src/watch/what-to-do';
import type { PathState } from '../../../../engine/src/docker/build/context-state';

const DOCKERFILE = `FROM python:3.12
COPY requirements.txt /tmp/
RUN pip install -r /tmp/requirements.txt
COPY code /opt/program
`;

function file(version: string, mode = 0o644): PathState {
  return { kind: 'file', mode, version };
}

const PATHS: Readonly<Record<string, PathState>> = {
  'requirements.txt': file('1'),
  code: { kind: 'folder', mode: 0o755, version: '' },
  'code/serve.py': file('1'),
  'code/big.bin': file('1'),
  'code/made.py': file('1'),
  'README.md': file('1'),
};

function inputs(
  paths: Readonly<Record<string, PathState | undefined>> = {},
  more: Partial<BuildInputs> = {},
): BuildInputs {
  const all = Object.entries({ ...PATHS, ...paths });
  return {
    image: 'mine:1',
    folder: '/w',
    recipe: '[]',
    dockerfile: DOCKERFILE,
    ignored: undefined,
    paths: new Map(all.flatMap(([path, state]) => (state === undefined ? [] : [[path, state]]))),
    ...more,
  };
}

const COPIED: Readonly<Record<string, CopiedTo>> = {
  'code/serve.py': { images: ['/opt/program/serve.py', '/usr/bin/serve'], needsBuild: undefined, sha256: 'abc' },
  'code/big.bin': { images: ['/opt/program/big.bin'], needsBuild: undefined, sha256: undefined },
  'requirements.txt': { images: ['/tmp/requirements.txt'], needsBuild: 'is used by RUN on line 3', sha256: undefined },
};
const BUILT: BuiltImage = { ...inputs(), imageId: 'sha256:1', copied: new Map(Object.entries(COPIED)) };

describe('what has changed since the build', () => {
  it('is copied to all places that have it, when it is content that nothing else uses', () => {
    expect(whatToDo(BUILT, inputs({ 'code/serve.py': file('2') }))).toEqual({
      kind: 'copy',
      files: ['/opt/program/serve.py', '/usr/bin/serve'].map((path) => ({
        image: 'mine:1',
        imageId: 'sha256:1',
        path,
        local: '/w/code/serve.py',
        sha256: 'abc',
      })),
    });
  });

  it('is nothing when only files have changed that the Dockerfile does not take', () => {
    const now = inputs({ 'README.md': undefined, 'notes.txt': file('1') });
    expect(whatToDo(BUILT, now)).toEqual({ kind: 'copy', files: [] });
  });

  it.each<[string, BuildInputs, object]>([
    ['the Dockerfile', inputs({}, { dockerfile: `${DOCKERFILE}USER 1000\n` }), { kind: 'dockerfile' }],
    ['what is ignored', inputs({}, { ignored: '*.md\n' }), { kind: 'dockerfile' }],
    ['a build argument', inputs({}, { recipe: '[1]' }), { kind: 'recipe' }],
    ['a file more', inputs({ 'code/new.py': file('1') }), { kind: 'added', path: 'code/new.py' }],
    ['a file less', inputs({ 'code/serve.py': undefined }), { kind: 'removed', path: 'code/serve.py' }],
    ['a mode', inputs({ 'code/serve.py': file('2', 0o755) }), { kind: 'mode', path: 'code/serve.py' }],
    [
      'a file that became a link',
      inputs({ 'code/serve.py': { kind: 'link', mode: 0o644, version: 'x' } }),
      { kind: 'unfollowed', path: 'code/serve.py' },
    ],
    ['what a RUN uses', inputs({ 'requirements.txt': file('2') }), { kind: 'used', path: 'requirements.txt' }],
    ['a file of which the image has no copy', inputs({ 'code/made.py': file('2') }), { kind: 'unfollowed' }],
    ['a large file', inputs({ 'code/big.bin': file('2') }), { kind: 'large', path: 'code/big.bin' }],
  ])('needs a build: %s', (_, now, why) => {
    expect(whatToDo(BUILT, now)).toMatchObject({ kind: 'build', why });
  });

  it('needs a build when one of several changes does', () => {
    const now = inputs({ 'code/serve.py': file('2'), 'requirements.txt': file('2') });
    expect(whatToDo(BUILT, now)).toMatchObject({ kind: 'build', why: { kind: 'used' } });
  });

  it('is not known without a build', () => {
    expect(whatToDo(undefined, inputs())).toEqual({ kind: 'build', why: { kind: 'unknown' } });
  });
});
