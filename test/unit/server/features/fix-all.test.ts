import { describe, expect, it } from 'vitest';
import { safeEdits } from '../../../../server/src/features/fix-all';
import type { Edit, Finding, Fix } from '../../../../server/src/lint/finding';

function edit(line: number, from: number, to: number, text: string, file?: string): Edit {
  return { file, range: { start: { line, character: from }, end: { line, character: to } }, text };
}
function finding(...fixes: Fix[]): Finding {
  return {
    rule: 'r',
    requirements: [],
    severity: 'error',
    message: '',
    range: edit(0, 0, 1, '').range,
    related: [],
    fixes,
    tags: [],
  };
}
const safe = (...edits: Edit[]): Fix => ({ title: 'Fix', edits, safe: true });
const unsafe = (...edits: Edit[]): Fix => ({ title: 'Maybe', edits, safe: false });

describe('safeEdits', () => {
  it('takes the first safe fix of each finding and leaves unsafe ones', () => {
    const a = edit(1, 0, 3, 'a');
    const b = edit(2, 0, 3, 'b');
    expect(
      safeEdits([
        finding(unsafe(edit(9, 0, 0, 'x')), safe(a), safe(edit(8, 0, 0, 'y'))),
        finding(safe(b)),
        finding(),
        finding(unsafe(a)),
      ]),
    ).toEqual([a, b]);
  });
  it('leaves a fix out whole when one of its edits overlaps one already taken', () => {
    const first = edit(1, 2, 6, 'a');
    expect(safeEdits([finding(safe(first)), finding(safe(edit(5, 0, 0, 'z'), edit(1, 5, 9, 'b')))])).toEqual([first]);
  });
  it('takes edits that only touch', () => {
    const edits = [edit(1, 2, 6, 'a'), edit(1, 6, 9, 'b')];
    expect(safeEdits(edits.map((one) => finding(safe(one))))).toEqual(edits);
  });
  it('takes one of two insertions at the same place', () => {
    const first = edit(3, 0, 0, 'EXPOSE 8080\n');
    expect(safeEdits([finding(safe(first)), finding(safe(edit(3, 0, 0, 'ENV A=b\n')))])).toEqual([first]);
  });
  it('takes the same fix of two findings once', () => {
    const same = () => edit(3, 0, 0, 'USER root\n');
    expect(safeEdits([finding(safe(same())), finding(safe(same()))])).toEqual([same()]);
  });
  it('does not confuse files', () => {
    const edits = [edit(1, 0, 5, 'a'), edit(1, 0, 5, 'b', '/w/serve')];
    expect(safeEdits(edits.map((one) => finding(safe(one))))).toEqual(edits);
  });
  it('ignores a fix without edits', () => {
    expect(safeEdits([finding(safe())])).toEqual([]);
  });
});
