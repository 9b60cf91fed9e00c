import { describe, expect, it } from 'vitest';
import { executableAfter, triOf } from '../../../../server/src/context/mode';

describe('executableAfter', () => {
  it.each([
    ['755', 'no', 'yes'],
    ['0644', 'yes', 'no'],
    ['100', 'no', 'yes'],
    ['+x', 'no', 'yes'],
    ['u+x', 'no', 'yes'],
    ['a=rx', 'no', 'yes'],
    ['u=rw,g=r,o=r', 'yes', 'unknown'],
    ['=r', 'yes', 'no'],
    ['a-x', 'yes', 'no'],
    ['ugo-x', 'unknown', 'no'],
    ['go-x', 'yes', 'unknown'],
    ['go-x', 'no', 'no'],
    ['-w', 'yes', 'yes'],
    ['u=rwX', 'yes', 'yes'],
    ['u=rwX', 'no', 'no'],
    ['g=u', 'unknown', 'unknown'],
    ['u+r+x', 'no', 'yes'],
    ['-x,u+x', 'yes', 'yes'],
    ['', 'yes', 'unknown'],
    ['999', 'yes', 'unknown'],
    ['+x,', 'no', 'unknown'],
  ] as const)('%s on %s: %s', (mode, before, expected) => {
    expect(executableAfter(mode, before)).toBe(expected);
  });

  it('reads the file system', () => {
    expect([true, false, undefined].map(triOf)).toEqual(['yes', 'no', 'unknown']);
  });
});
