import { describe, expect, it } from 'vitest';
import { readStatus } from '../../../client/src/status/message';

const STATUS = {
  uri: 'file:///w/Dockerfile',
  roles: ['training'],
  evidence: ['`COPY train` on line 3'],
  findings: { error: 1, warning: 2, info: 3, hint: 4 },
  state: 'ready',
};

describe('readStatus', () => {
  it('takes what the server sends', () => {
    expect(readStatus(STATUS)).toEqual(STATUS);
    expect(readStatus({ ...STATUS, state: 'off' })?.state).toBe('off');
  });

  it('refuses what has another shape', () => {
    for (const params of [
      undefined,
      null,
      7,
      'x',
      {},
      { ...STATUS, uri: 1 },
      { ...STATUS, state: 'busy' },
      { ...STATUS, findings: null },
    ]) {
      expect(readStatus(params)).toBeUndefined();
    }
  });

  it('leaves out single values that make no sense', () => {
    const read = readStatus({
      ...STATUS,
      roles: ['training', 7],
      evidence: 'x',
      findings: { error: '1', warning: NaN },
    });
    expect(read?.roles).toEqual(['training']);
    expect(read?.evidence).toEqual([]);
    expect(read?.findings).toEqual({ error: 0, warning: 0, info: 0, hint: 0 });
  });
});
