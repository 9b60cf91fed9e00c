import ignore from '@balena/dockerignore';
import { describe, expect, it } from 'vitest';
import { findIgnoreFile, parseDockerignore } from '../../../../server/src/context/dockerignore';
import { memoryFs } from '../../../../server/src/context/memory-fs';

describe('parseDockerignore', () => {
  it('keeps out what a line names, with everything below', () => {
    const ignored = parseDockerignore('data\n*.md\n');
    expect(ignored('data')).toBe(true);
    expect(ignored('data/x/y.csv')).toBe(true);
    expect(ignored('database')).toBe(false);
    expect(ignored('README.md')).toBe(true);
    expect(ignored('docs/README.md')).toBe(false);
  });

  it('lets the last line that matches decide', () => {
    const ignored = parseDockerignore('*\n!src\nsrc/secret.py');
    expect(ignored('train')).toBe(true);
    expect(ignored('src')).toBe(false);
    expect(ignored('src/a.py')).toBe(false);
    expect(ignored('src/secret.py')).toBe(true);
    expect(parseDockerignore('!a\na')('a')).toBe(true);
  });

  it('takes comments, blanks, slashes and a byte order mark as Docker does', () => {
    const ignored = parseDockerignore(
      '\uFEFF# a\n\n  spaced  \r\n/rooted/\n! kept\nkept\n!  kept\n #hash\n./dot/../here\n',
    );
    expect(ignored('a')).toBe(false);
    expect(ignored('# a')).toBe(false);
    expect(ignored('spaced')).toBe(true);
    expect(ignored('rooted/x')).toBe(true);
    expect(ignored('kept')).toBe(false);
    expect(ignored('#hash')).toBe(true);
    expect(ignored('here')).toBe(true);
  });

  it('passes over lines that match nothing or that Docker refuses', () => {
    const ignored = parseDockerignore('.\n!\n/\n../x\n[a\n**/[\n');
    for (const path of ['x', 'a', '[a', '', '.', '/']) expect(ignored(path)).toBe(false);
  });

  it('is case-sensitive and takes characters of regular expressions as they are', () => {
    const ignored = parseDockerignore('Data\na+b\nc(d)|e\n');
    expect(ignored('data')).toBe(false);
    expect(ignored('Data')).toBe(true);
    expect(ignored('a+b')).toBe(true);
    expect(ignored('aab')).toBe(false);
    expect(ignored('c(d)|e')).toBe(true);
    expect(ignored('e')).toBe(false);
  });

  it('never throws', () => {
    for (const text of ['\u0000', '\\', '!\\', '[[[[', '*'.repeat(10_000), '!'.repeat(500)])
      expect(typeof parseDockerignore(text)('a/b/c')).toBe('boolean');
  });

  it('agrees with @balena/dockerignore on plain patterns', () => {
    const files = [
      '*\n!train\n!src/**\nsrc/**/*.pyc',
      '**/node_modules\n**/*.log\n!keep/*.log',
      'a/*/c\n!a/b\n?x\n[a-c]z',
      'docs/**/x\n**/tmp/**\n!**/tmp/keep',
      '.git\n.venv/\n*.tar.gz\n!model.tar.gz',
    ];
    const names = [
      'a',
      'b',
      'c',
      'src',
      'tmp',
      'keep',
      'x',
      'train',
      'x.log',
      'y.pyc',
      'model.tar.gz',
      'node_modules',
      'bz',
    ];
    for (const text of files) {
      const ours = parseDockerignore(text);
      const theirs = ignore({ ignorecase: false }).add(text);
      for (const one of names)
        for (const two of names)
          for (const path of [one, `${one}/${two}`, `a/${one}/${two}`, `docs/a/${one}/${two}`])
            expect([text, path, ours(path)]).toEqual([text, path, theirs.ignores(path)]);
    }
  });
});

describe('findIgnoreFile', () => {
  it('prefers the file beside the Dockerfile', () => {
    const fs = memoryFs({ '/p/docker/gpu.Dockerfile.dockerignore': 'b', '/p/.dockerignore': 'a' });
    expect(findIgnoreFile(fs, '/p/docker/gpu.Dockerfile', '/p')?.text).toBe('b');
    expect(findIgnoreFile(fs, '/p/docker/Dockerfile', '/p')).toEqual({ path: '/p/.dockerignore', text: 'a' });
    expect(findIgnoreFile(fs, '/p/docker/Dockerfile', '/p/docker')).toBeUndefined();
  });
});
