import { describe, expect, it } from 'vitest';
import { checklistLines, checklistMarkdown, count } from '../../../../client/src/aws/checklist';
import type { PreflightItem } from '../../../../engine/src/aws/preflight-types';

const ITEMS: readonly PreflightItem[] = [
  { id: 'caller', title: 'Caller', status: 'passed', detail: 'It is you.' },
  { id: 'price', title: 'Price', status: 'unknown', detail: 'There is none.' },
  { id: 'role', title: 'Role', status: 'failed', detail: 'It trusts nobody.', remedy: 'Let it.' },
];

describe('the checklist', () => {
  it('begins with what stops the launch, and says what to do', () => {
    expect(checklistLines(ITEMS)).toEqual([
      { label: '$(error) Role', detail: 'It trusts nobody. Let it.' },
      { label: '$(question) Price', detail: 'There is none.' },
      { label: '$(pass) Caller', detail: 'It is you.' },
    ]);
    expect(count(ITEMS, 'failed')).toBe(1);
  });

  it('is a document too', () => {
    expect(checklistMarkdown('Before', ITEMS)).toBe(
      '# Before\n\n- ✗ **Role**: It trusts nobody.\n  - Let it.\n- ? **Price**: There is none.\n- ✓ **Caller**: It is you.\n',
    );
  });
});
