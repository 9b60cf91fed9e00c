import { describe, expect, it } from 'vitest';
import { hasCrlf, readShebang } from '../../../../server/src/readers/shebang';

describe('readShebang', () => {
  it('reads an absolute interpreter and its arguments', () => {
    const shebang = readShebang('#! /bin/bash -eu\necho');
    expect(shebang).toMatchObject({
      line: '#! /bin/bash -eu',
      interpreter: '/bin/bash',
      args: ['-eu'],
      crlf: false,
      bom: false,
    });
    expect(shebang?.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 16 } });
  });

  it.each([
    ['#!/usr/bin/env python3', 'python3', []],
    ['#!/usr/bin/env -S python3 -u', 'python3', ['-u']],
    ['#!/usr/bin/env -Spython3 -u', 'python3', ['-u']],
    ['#!/usr/bin/env -u HOME A=b bash -x', 'bash', ['-x']],
    ['#!/usr/bin/env', '/usr/bin/env', []],
  ])('looks through env: %s', (text, interpreter, args) => {
    expect(readShebang(text)).toMatchObject({ interpreter, args });
  });

  it('tells a carriage return and a byte order mark', () => {
    const shebang = readShebang('\uFEFF#!/bin/sh\r\nls\r\n');
    expect(shebang).toMatchObject({ line: '#!/bin/sh', interpreter: '/bin/sh', crlf: true, bom: true });
    expect(shebang?.range.start.character).toBe(1);
    expect(shebang?.range.end.character).toBe(10);
  });

  it('is undefined for anything else', () => {
    for (const text of ['', '# !/bin/sh', '\n#!/bin/sh', ' #!/bin/sh']) expect(readShebang(text)).toBeUndefined();
    expect(readShebang('#!')).toMatchObject({ interpreter: '', args: [] });
  });

  it('finds CR LF anywhere', () => {
    expect(hasCrlf('a\nb\r\n')).toBe(true);
    expect(hasCrlf('a\nb\rc')).toBe(false);
  });
});
