import { expect, it } from 'vitest';
import { failureText, plainTitle } from '../../../../client/src/testing/failure-text';
import { readKept, tally } from '../../../../client/src/testing/results-tally';

it('says what was seen, what is required and what to do', () => {
  const requirements = [{ id: 'EXIT-01', statement: 'Exit with 0.' }];
  expect(failureText({ evidence: ['exit code 1', 'a ``` b'], requirements, remedy: 'Look.' })).toBe(
    '````text\nexit code 1\na ``` b \n````\n\n**EXIT-01** Exit with 0.\n\nLook.',
  );
  expect(failureText({ evidence: [], requirements, remedy: undefined })).toBe('**EXIT-01** Exit with 0.');
});

it('shows titles without Markdown', () => {
  expect(plainTitle('It starts with `train`')).toBe('It starts with train');
});

it('counts how tests ended, and reads it back from the workspace state', () => {
  const at = new Date('2026-01-02T03:04:05Z');
  const results = tally(['passed', 'failed', 'passed', 'skipped'], 'local/a', at);
  expect(results).toEqual({ passed: 2, failed: 1, skipped: 1, at: '2026-01-02T03:04:05.000Z', image: 'local/a' });
  expect(readKept(JSON.parse(JSON.stringify(results)))).toEqual(results);
  // As 0.1 kept it: without the image.
  expect(readKept({ passed: 2, failed: 1, skipped: 1, time: '2026-01-02T03:04:05.000Z' })).toBeUndefined();
  expect(readKept(undefined)).toBeUndefined();
});
