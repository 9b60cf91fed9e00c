import { expect, test } from 'vitest';
import { lintFindings, testFindings } from '../../../../client/src/aws/finding-texts';
import { l10n } from '../l10n';

test('errors of the linter are told with their line, anything less is not', () => {
  const range = { start: { line: 4, character: 0 } };
  const items = [
    { severity: 1, message: '`serve` is not found.', range },
    { severity: 2, message: 'Only a warning.', range },
  ];
  expect(lintFindings({ items }, l10n)).toEqual([
    { severity: 'warning', message: '`serve` is not found.', remedy: 'See line 5 of the Dockerfile.' },
  ]);
  expect(lintFindings(undefined, l10n)).toEqual([]);
});

test('contract tests that failed are told, those that passed are not', () => {
  const results = { passed: 3, failed: 2, skipped: 0, at: '2026-01-01T00:00:00Z', image: 'i' };
  expect(testFindings(results, l10n).map(({ message }) => message)).toEqual([
    'Of its contract tests 2 failed when they last ran.',
  ]);
  expect(testFindings({ ...results, failed: 0 }, l10n)).toEqual([]);
  expect(testFindings(undefined, l10n)).toEqual([]);
});
