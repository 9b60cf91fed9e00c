import { expect, it } from 'vitest';
import { failureReport, lintText } from '../../../../client/src/tools/tool-texts';

const finding = (line: number, severity: number, code: string, message: string) => ({
  range: { start: { line, character: 0 }, end: { line, character: 3 } },
  severity,
  code,
  message,
});

it('tells findings one a line, with places from 1', () => {
  const answer = { kind: 'full', items: [finding(2, 1, 'a-rule', 'It fails.\nReally.'), finding(4, 4, 'b', 'Hm.')] };
  expect(lintText('Dockerfile', ['training'], answer)).toBe(
    'Dockerfile. Roles: training.\nline 3: error [a-rule] It fails. Really.\nline 5: hint [b] Hm.',
  );
});

it('tells nothing found from nothing checked', () => {
  expect(lintText('Dockerfile', ['training'], { items: [] })).toBe('Dockerfile. Roles: training.\nNo findings.');
  expect(lintText('Dockerfile', [], { items: [] })).toMatch(/no rule was checked/);
  expect(lintText('Dockerfile', ['training'], undefined)).toMatch(/No findings/);
});

it('tells a failure with its requirements and the end of its log', () => {
  const failure = { kind: 'training-job', name: 'a', status: 'Failed', reason: 'AlgorithmError: (EXIT-01)' };
  const requirements = [{ id: 'EXIT-01', statement: 'Exit with 0.', quickFix: 'Do so.' }];
  expect(failureReport({ ...failure, requirements, lines: ['algo-1: no'] })).toBe(
    'training-job a: Failed\nReason: AlgorithmError: (EXIT-01)\nEXIT-01: Exit with 0. What to do: Do so.\nThe last 1 lines of its log:\nalgo-1: no',
  );
  expect(failureReport({ ...failure, reason: undefined, requirements: [], lines: [] })).toBe(
    'training-job a: Failed\nIt wrote no log.',
  );
});
