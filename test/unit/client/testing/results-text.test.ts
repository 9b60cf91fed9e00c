import { expect, it } from 'vitest';
import { failureText, plainTitle } from '../../../../client/src/testing/failure-text';
import { keptResultsKey, tally } from '../../../../client/src/testing/kept-results';

it('says what was seen, what is required and what to do', () => {
  const requirements = [{ id: 'EXIT-01', statement: 'Exit with 0.' }];
  expect(failureText({ evidence: ['exit code 1', 'a ``` b'], requirements, remedy: 'Look.' })).toBe(
    '````text\nexit code 1\na ``` b\n````\n\n**EXIT-01** Exit with 0.\n\nLook.',
  );
  expect(failureText({ evidence: [], requirements, remedy: undefined })).toBe('**EXIT-01** Exit with 0.');
});

it('shows titles without Markdown', () => {
  expect(plainTitle('It starts with `train`')).toBe('It starts with train');
});

it('counts how tests ended', () => {
  const time = new Date('2026-01-02T03:04:05Z');
  expect(tally(['passed', 'failed', 'passed', 'skipped'], time)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    time: '2026-01-02T03:04:05.000Z',
  });
  expect(keptResultsKey('file:///a/Dockerfile')).toBe('sagemaker.contract.file:///a/Dockerfile');
});
