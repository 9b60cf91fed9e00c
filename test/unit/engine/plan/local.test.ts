import { describe, expect, it } from 'vitest';
import { joinUri, localParts, localPorts, networkOf, withLocalMounts } from '../../../../engine/src/plan/local';
import type { Local } from '../../../../engine/src/plan/local';
import type { Overlay } from '../../../../engine/src/requests/types';
import { UserError } from '../../../../engine/src/user-error';
import { CONTEXT, overlayOf } from './fixtures';

const local = (overlay: Partial<Overlay>): Local => ({ overlay: overlayOf(overlay), context: CONTEXT });

describe('withLocalMounts', () => {
  it.each([
    ['a:/b', '/work/job/a', '/b', false],
    ['./a:/b:rw', '/work/job/a', '/b', false],
    ['../a:/b/c:ro', '/work/a', '/b/c', true],
    ['C:\\data:/b:ro', 'C:\\data', '/b', true],
    ['a:b:/c', '/work/job/a:b', '/c', false],
  ])('reads %s', (text, source, target, readOnly) => {
    expect(withLocalMounts(local({ mounts: [text] }), [])).toEqual([{ type: 'bind', source, target, readOnly }]);
  });

  it.each(['a', '', 'a:b', ':/b'])('does not take %j', (text) => {
    expect(() => withLocalMounts(local({ mounts: [text] }), [])).toThrow(UserError);
  });

  it('lets the overlay’s mount win over another at the same path', () => {
    const own = { type: 'volume', label: 'x', target: '/opt/ml/model', readOnly: false } as const;
    expect(withLocalMounts(local({ mounts: ['m:/opt/ml/model'] }), [own])).toEqual([
      { type: 'bind', source: '/work/job/m', target: '/opt/ml/model', readOnly: false },
    ]);
    expect(withLocalMounts(local({ mounts: ['m:/m'] }), [own])).toHaveLength(2);
  });
});

describe('localPorts', () => {
  it.each([
    [5678, { 5678: 5678 }],
    ['5678', { 5678: 5678 }],
    ['15678:5678', { 5678: 15678 }],
    ['0:5678', { 5678: 0 }],
  ])('reads %j', (entry, expected) => {
    expect(localPorts(local({ ports: [entry] }), true)).toEqual(expected);
  });

  it.each(['x', 70_000, -1, '1:x', '1:0', 1.5])('does not take %j', (entry) => {
    expect(() => localPorts(local({ ports: [entry] }), true)).toThrow(UserError);
  });
});

describe('localParts', () => {
  it('has nothing of its own by default', () => {
    expect(localParts(local({}))).toEqual({
      user: undefined,
      shmSize: undefined,
      memory: undefined,
      cpus: undefined,
    });
  });

  it('passes a user on', () => {
    expect(localParts(local({ user: '1000:100' })).user).toBe('1000:100');
    expect(localParts(local({ user: 'host' })).user).toBe('host');
  });
});

it('makes a network of its own for several hosts', () => {
  expect(networkOf(local({ network: 'host' }), 'n', false, 2)).toEqual({ label: 'n', internal: false });
});

it('joins URIs with one slash', () => {
  expect(joinUri('s3://a/b//', 'c', '')).toBe('s3://a/b/c/');
  expect(joinUri('s3://a', 'c')).toBe('s3://a/c');
});
