import { describe, expect, it } from 'vitest';
import {
  baseName,
  dirName,
  isBelow,
  isWithin,
  joinInside,
  joinPath,
  normalisePath,
  relativeTo,
  rootOf,
} from '../../../../server/src/context/paths';

describe('paths', () => {
  it('joins and resolves dots, never above the root', () => {
    expect(joinPath('/a/b', '../c/./d//e/')).toBe('/a/c/d/e');
    expect(joinPath('/a', '/x')).toBe('/x');
    expect(joinPath('/', '../../x')).toBe('/x');
    expect(joinPath('C:/a', '..\u002fb')).toBe('C:/b');
    expect(joinPath('C:/', '../..')).toBe('C:/');
  });

  it('knows one root only inside an image', () => {
    expect(joinInside('/app', 'C:/x')).toBe('/app/C:/x');
    expect(joinInside('/app', '//opt//ml/')).toBe('/opt/ml');
    expect(joinInside('/', '.')).toBe('/');
  });

  it('takes paths apart', () => {
    expect(dirName('/a/b')).toBe('/a');
    expect(dirName('/a')).toBe('/');
    expect(dirName('/')).toBe('/');
    expect(dirName('C:/a')).toBe('C:/');
    expect(dirName('a')).toBe('');
    expect(dirName('//server/share')).toBe('//server/');
    expect(baseName('/a/b/')).toBe('b');
    expect(baseName('b')).toBe('b');
    expect(rootOf('a/b')).toBe('');
    expect(normalisePath('C:\\a\\..\\b')).toBe('C:/b');
  });

  it('compares by whole parts', () => {
    expect(isBelow('/a/b', '/a')).toBe(true);
    expect(isBelow('/ab', '/a')).toBe(false);
    expect(isBelow('/a', '/a')).toBe(false);
    expect(isBelow('/a', '/')).toBe(true);
    expect(isWithin('/a', '/a')).toBe(true);
    expect(relativeTo('/a', '/a/b/c')).toBe('b/c');
    expect(relativeTo('/', '/a')).toBe('a');
  });
});
