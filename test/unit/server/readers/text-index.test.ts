import { describe, expect, it } from 'vitest';
import { indexText } from '../../../../server/src/readers/text-index';

describe('indexText', () => {
  it('counts LF, CR LF and CR as line ends', () => {
    const index = indexText('a\nbc\r\nd\re');
    expect(index.positionAt(0)).toEqual({ line: 0, character: 0 });
    expect(index.positionAt(1)).toEqual({ line: 0, character: 1 });
    expect(index.positionAt(2)).toEqual({ line: 1, character: 0 });
    expect(index.positionAt(4)).toEqual({ line: 1, character: 2 });
    expect(index.positionAt(6)).toEqual({ line: 2, character: 0 });
    expect(index.positionAt(8)).toEqual({ line: 3, character: 0 });
  });

  it('keeps every offset inside the text', () => {
    const index = indexText('ab\nc');
    expect(index.positionAt(-5)).toEqual({ line: 0, character: 0 });
    expect(index.positionAt(99)).toEqual({ line: 1, character: 1 });
    expect(index.positionAt(NaN)).toEqual({ line: 0, character: 0 });
    expect(index.range(3, 1)).toEqual({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } });
  });

  it('counts UTF-16 units', () => {
    expect(indexText('😀x').positionAt(2)).toEqual({ line: 0, character: 2 });
  });
});
