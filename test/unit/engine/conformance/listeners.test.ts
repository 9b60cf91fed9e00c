import { describe, expect, it } from 'vitest';
import { parseListeners } from '../../../../engine/src/conformance/listeners';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (local: string, state: string) => `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000\n`;

describe('where a container listens', () => {
  it('tells all interfaces from loopback', () => {
    expect(parseListeners(HEAD + line('00000000:1F90', '0A'))).toEqual([{ reach: 'everywhere', port: 8080 }]);
    expect(parseListeners(HEAD + line('0100007F:1F90', '0A'))).toEqual([{ reach: 'loopback', port: 8080 }]);
    expect(parseListeners(HEAD + line('030011AC:0050', '0A'))).toEqual([{ reach: 'one address', port: 80 }]);
  });

  it('reads IPv6', () => {
    expect(parseListeners(line(`${'0'.repeat(32)}:1F90`, '0A'))).toEqual([{ reach: 'everywhere', port: 8080 }]);
    expect(parseListeners(line(`${'0'.repeat(24)}01000000:1F90`, '0A'))).toEqual([{ reach: 'loopback', port: 8080 }]);
    expect(parseListeners(line('0000000000000000FFFF00000100007F:1F90', '0A'))).toEqual([
      { reach: 'loopback', port: 8080 },
    ]);
  });

  it('passes over connections, Docker’s name server and what it cannot read', () => {
    expect(
      parseListeners(line('00000000:1F90', '01') + line('0B00007F:A2B3', '0A') + 'x\n\n   1: zz:zz q 0A\n'),
    ).toEqual([]);
  });
});
