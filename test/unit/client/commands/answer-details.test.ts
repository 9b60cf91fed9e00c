import { expect, test } from 'vitest';
import { answerDetails } from '../../../../client/src/commands/answer-details';
import { l10n } from '../l10n';

const SENT = { contentType: 'text/csv', size: 12 };
const HEAD = { contentType: 'application/json', invokedProductionVariant: 'AllTraffic', customAttributes: undefined };

test('what is known of an answer is a line each, what is not is none', () => {
  const page = answerDetails('live', SENT, { ...HEAD, status: 200, size: 1500, took: 42 }, l10n);
  expect(page.split('\n')).toEqual([
    '# live',
    'Sent: text/csv, 12 B',
    'Status of the container: 200',
    'Content-Type: application/json',
    'x-Amzn-Invoked-Production-Variant: AllTraffic',
    'Size: 1.5 kB',
    'Took: 42 ms',
    '',
  ]);
});

test('an answer in pieces tells when the first one came', () => {
  const page = answerDetails('live', SENT, { ...HEAD, customAttributes: 'a=b', size: 3, firstByte: 7, took: 9 }, l10n);
  expect(page).toContain('First byte after: 7 ms');
  expect(page).toContain('X-Amzn-SageMaker-Custom-Attributes: a=b');
});
