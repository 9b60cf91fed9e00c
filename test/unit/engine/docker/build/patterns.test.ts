import { describe, expect, it } from 'vitest';
import { compilePatterns, matchesPath, parseDockerignore } from '../../../../../engine/src/docker/build/patterns';
import { UserError } from '../../../../../engine/src/user-error';

const ignores = (patterns: readonly string[], path: string): boolean => matchesPath(compilePatterns(patterns), path);

describe('patterns of .dockerignore', () => {
  it.each([
    [['a'], 'a', true],
    [['a'], 'a/b/c', true],
    [['a'], 'b/a', false],
    [['a'], 'ab', false],
    [['/a/'], 'a/b', true],
    [['./a/../b'], 'b', true],
    [['a/*'], 'a', false],
    [['a/*'], 'a/b/c', true],
    [['*/x'], 'a/x', true],
    [['*/x'], 'a/b/x', false],
    [['**/x'], 'x', true],
    [['**/x'], 'a/b/x/y', true],
    [['**/x'], 'a/xx', false],
    [['a/**'], 'a/b/c', true],
    [['a/**'], 'a', false],
    [['a/**/z'], 'a/z', true],
    [['a/**/z'], 'a/b/c/z', true],
    [['**'], 'a/b', true],
    [['*.py?'], 'x.pyc', true],
    [['*.py?'], 'x.py', false],
    [['a?c'], 'a/c', false],
    [['[a-c]x'], 'bx', true],
    [['[^a-c]x'], 'bx', false],
    [['[^a-c]x'], 'dx', true],
    [['a^b'], 'a^b', true],
    [['a.b'], 'axb', false],
    [['(a)+{1}|$'], '(a)+{1}|$', true],
    [['\\*a'], '*a', true],
    [['\\*a'], 'ba', false],
    [['*', '!keep'], 'keep', false],
    [['*', '!keep'], 'keep/deep/er', false],
    [['*', '!keep/this'], 'keep/that', true],
    [['!keep', '*'], 'keep', true],
    [['data', '! data/*.csv', 'data/b.csv'], 'data/a.csv', false],
    [['data', '! data/*.csv', 'data/b.csv'], 'data/b.csv', true],
    [['.', '', '!', '/'], 'a', false],
    [['A'], 'a', false],
    [['a**b'], 'ab', true],
    [['a**b'], 'ax/yb', false],
    [['a**b'], 'ax/b', true],
    [['**/'], 'a/b', true],
    [['[\\]a-]'], ']', true],
    [['[\\]a-]'], '-', true],
    [['[\\]a-]'], 'b', false],
    [['a\\'], 'a\\', true],
    [['?'], '🎉', true],
    [['constructor'], 'constructor', true],
    [[], 'constructor', false],
  ])('%j on %s: %s', (patterns, path, expected) => {
    expect(ignores(patterns, path)).toBe(expected);
  });

  it('tells which folders may hold something that is taken back', () => {
    const list = compilePatterns(['data', '!data/keep/*.csv', '!**/deep/x', 'other/y']);
    expect(list.mayMatchBelow('data', true)).toBe(true);
    const narrow = compilePatterns(['*', '!a/b*/c']);
    expect(['a', 'a/bx', 'a/x', 'a/b/c', 'b'].map((folder) => narrow.mayMatchBelow(folder, true))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(narrow.mayMatchBelow('b', false)).toBe(false);
    expect(compilePatterns(['!**/x']).mayMatchBelow('any/where', true)).toBe(true);
    expect(compilePatterns(['!a']).mayMatchBelow('a', true)).toBe(false);
  });

  it('says which pattern is not valid', () => {
    expect(() => compilePatterns(['ok', 'a[b'])).toThrow(UserError);
    expect(() => compilePatterns(['a[b'])).toThrow('"a[b"');
    for (const bad of ['[]', '[^]', '[a-', '[a\\', '[']) expect(() => compilePatterns([bad])).toThrow(UserError);
  });

  it('does not slow down on many stars', () => {
    const before = Date.now();
    ignores([`${'*a'.repeat(20)}b`, '**/a/**/b/**/c/**/d'], 'a'.repeat(200));
    expect(Date.now() - before).toBeLessThan(1_000);
  });

  it('reads the file without comments, blank lines and a byte order mark', () => {
    expect(parseDockerignore('\uFEFF# x\r\n\r\n  a  \n # b\n!c\n')).toEqual(['a', '# b', '!c']);
  });
});
