import { describe, expect, it } from 'vitest';
import { compileGlob, globMatches, hasWildcard, unescapeGlob } from '../../../../server/src/context/glob';

const matches = (pattern: string, text: string, doubleStar = false): boolean | undefined => {
  const glob = compileGlob(pattern, doubleStar);
  return glob && globMatches(glob, text);
};

describe('globMatches', () => {
  it.each([
    ['*', 'abc', true],
    ['*', '', true],
    ['*', 'a/b', false],
    ['a*c', 'abbc', true],
    ['a*c', 'abbd', false],
    ['*a*b*', 'xaxxbx', true],
    ['h?m.txt', 'hom.txt', true],
    ['h?m.txt', 'hm.txt', false],
    ['?', '/', false],
    ['tom[l]', 'toml', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[^a-c]x', 'dx', true],
    ['[^a]b', '/b', false],
    ['[\\]]', ']', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a.b+(c)', 'a.b+(c)', true],
    ['a.b', 'axb', false],
    ['?', '😀', true],
    ['', '', true],
    ['', 'a', false],
    ['**', 'ab', true],
    ['**', 'a/b', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each([
    ['**', 'a/b/c', true],
    ['**/x', 'x', true],
    ['**/x', 'a/b/x', true],
    ['**/x', 'ax', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/c/d/b', true],
    ['a/**/b', 'a/cb', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['**.py', 'a/b.py', true],
    ['**/*.py', 'b.py', true],
    ['a**', 'ab/c', true],
  ])('with double stars, %s on %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text, true)).toBe(expected);
  });

  it('refuses an unclosed class', () => {
    expect(compileGlob('a[b', false)).toBeUndefined();
    expect(compileGlob('a[b-', false)).toBeUndefined();
    expect(compileGlob('[', false)).toBeUndefined();
  });

  it('stays fast on patterns made to hurt', () => {
    const before = performance.now();
    expect(matches('*a'.repeat(60) + 'b', 'a'.repeat(2000))).toBe(false);
    expect(matches('**/'.repeat(60) + 'b', 'a/'.repeat(1000), true)).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('tells wildcards from escaped ones', () => {
    expect(hasWildcard('a*')).toBe(true);
    expect(hasWildcard('a?')).toBe(true);
    expect(hasWildcard('a[b]')).toBe(true);
    expect(hasWildcard('a\\*b')).toBe(false);
    expect(hasWildcard('a.b')).toBe(false);
    expect(unescapeGlob('a\\*b')).toBe('a*b');
  });
});
