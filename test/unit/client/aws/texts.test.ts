import { describe, expect, it } from 'vitest';
import { share } from '../../../../client/src/aws/launch-texts';
import { findingsText, repositoryName, scanText } from '../../../../client/src/aws/push-texts';
import { refsOf } from '../../../../client/src/aws/row-target';

describe('bytes', () => {
  it('are a share of all, when that is known', () => {
    expect([share(0, 0), share(1, 3), share(5, 4)]).toEqual([undefined, 33, 100]);
  });
});

describe('pushes', () => {
  it('tell first what stops them', () => {
    const warning = { severity: 'warning', message: 'Large.', remedy: 'Shrink it.' } as const;
    const error = { severity: 'error', message: 'For arm64.', remedy: 'Build it again.' } as const;
    expect(findingsText([warning, error])).toBe('✗ For arm64. Build it again.\n⚠ Large. Shrink it.');
  });

  it('tell what the scan counted', () => {
    expect(scanText({ HIGH: 2, LOW: 0, MEDIUM: 5 })).toBe('2 high, 5 medium');
    expect(scanText(undefined)).toBe('');
  });

  it.each([
    ['/work/Churn Model/Dockerfile', 'churn-model'],
    ['/work/train.Dockerfile', 'train'],
    ['C:\\x\\Dockerfile', 'image'],
  ])('go from %s to a repository %s', (path, name) => {
    expect(repositoryName(path)).toBe(name);
  });
});

describe('commands on rows', () => {
  const row = (name: string) => ({ type: 'row', connection: { id: 'local' }, row: { kind: 'endpoint', name } });

  it('are about all that is selected, else the one', () => {
    expect(refsOf(row('a'), undefined).map(({ name }) => name)).toEqual(['a']);
    expect(refsOf(row('a'), [row('a'), { type: 'root' }, row('b')]).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(refsOf({ type: 'root' }, undefined)).toEqual([]);
  });
});
