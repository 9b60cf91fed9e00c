import { describe, expect, it } from 'vitest';
import { tokenizePython } from '../../../../server/src/readers/python-tokens';

const kinds = (text: string): string[] => tokenizePython(text).map((it) => (it.kind === 'newline' ? '⏎' : it.text));
const first = (text: string): unknown => tokenizePython(text)[0]?.parts;

describe('tokenizePython', () => {
  it('splits names, numbers, operators and strings', () => {
    expect(kinds('x1 = -3.5e2 ** y # note\n')).toEqual(['x1', '=', '-', '3.5e2', '**', 'y', '⏎']);
    expect(kinds('a: int = 0x1F')).toEqual(['a', ':', 'int', '=', '0x1F']);
    expect(kinds('if (n := 1) != 2: ...')).toEqual(['if', '(', 'n', ':=', '1', ')', '!=', '2', ':', '...']);
  });

  it('joins lines in brackets and after a backslash', () => {
    expect(kinds('f(\n  a,\n  b)\nc')).toEqual(['f', '(', 'a', ',', 'b', ')', '⏎', 'c']);
    expect(kinds('a = 1 + \\\n  2\nb')).toEqual(['a', '=', '1', '+', '2', '⏎', 'b']);
    expect(kinds('a = 1 + \\\r\n  2\r\nb')).toEqual(['a', '=', '1', '+', '2', '⏎', 'b']);
  });

  it('recovers from a bracket that is never closed', () => {
    expect(kinds('f(a,\ndef g(): pass')).toEqual(['f', '(', 'a', ',', '⏎', 'def', 'g', '(', ')', ':', 'pass']);
    expect(kinds('f(a,\nfrom x import y')).toContain('⏎');
  });

  it.each([
    [`'a\\'b'`, [`a'b`]],
    [`"a\\n\\x41\\u0042\\103"`, ['a\nABC']],
    [`r'a\\n'`, ['a\\n']],
    [`b'x'`, ['x']],
    [`Rb"\\d"`, ['\\d']],
    [`'''a\n'b' ''c'''`, [`a\n'b' ''c`]],
    [`"""x"""`, ['x']],
    [`''`, ['']],
    [`'open`, ['open']],
    [`'a\\\nb'`, ['ab']],
  ])('decodes %s', (text, parts) => {
    expect(first(text)).toEqual(parts);
  });

  it.each([
    ['f"a{x}b"', ['a', { start: 4, end: 5 }, 'b']],
    ['f"{{x}}"', ['{x}']],
    [`f"{d['k']}"`, ['', { start: 3, end: 9 }, '']],
    ['f"{x!r:>{w}}."', ['', { start: 3, end: 4 }, '.']],
    ['f"{x=}"', ['', { start: 3, end: 4 }, '']],
    ['f"{a!=b}"', ['', { start: 3, end: 7 }, '']],
    ['f"{d["k"]}"', ['', { start: 3, end: 9 }, '']],
    ['f"{"', ['{']],
    ['F"""{\nx}"""', ['', { start: 5, end: 7 }, '']],
  ])('reads %s', (text, parts) => {
    expect(first(text)).toEqual(parts);
  });

  it('ends an open string with its line', () => {
    expect(kinds("a = 'open\nb")).toEqual(['a', '=', "'open", '⏎', 'b']);
  });

  it('tells the column of the first token of a line', () => {
    const columns = tokenizePython('a\n  b(\n c)\n\td')
      .filter((it) => it.indent >= 0)
      .map((it) => it.indent);
    expect(columns).toEqual([0, 2, 8]);
  });

  it('moves offsets', () => {
    expect(tokenizePython('x', 7)[0]).toMatchObject({ start: 7, end: 8 });
  });
});
