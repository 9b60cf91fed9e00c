import { expect, it } from 'vitest';
import { toFidelityText } from '../../../../engine/src/plan/fidelity-text';

it('lists what can’t run first', () => {
  expect(
    toFidelityText([
      { pointer: '/A', level: 'honoured', note: '' },
      { pointer: '/B', level: 'ignored', note: 'Why.' },
      { pointer: '/C', level: 'refused', note: 'What to do.' },
      { pointer: '/D', level: 'approximated', note: 'How.' },
      { pointer: '/E', level: 'honoured', note: '' },
    ]),
  ).toBe(`5 members: 2 honoured, 1 ignored, 1 approximated, 1 refused.

Refused: this can’t run here:
  /C
      What to do.

Approximated:
  /D
      How.

Ignored:
  /B
      Why.

Honoured:
  /A
  /E
`);
});

it('says so when there is nothing', () => {
  expect(toFidelityText([])).toBe('The request is empty.\n');
  expect(toFidelityText([{ pointer: '/A', level: 'honoured', note: '' }])).toContain('1 member: 1 honoured');
});
