import { expect, it } from 'vitest';
import { answerText } from '../../../../client/src/commands/answer-text';
import { fitting } from '../../../../client/src/commands/row-order';
import type { Row } from '../../../../engine/src/session/by-kind';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('JSON is laid out, and stays as it is when it is none', () => {
  expect(answerText(bytes('{"a":[1]}'), 'application/json; charset=utf-8')).toEqual({
    text: '{\n  "a": [\n    1\n  ]\n}\n',
    language: 'json',
  });
  expect(answerText(bytes('{"a":'), 'application/json').text).toBe('{"a":');
});

it.each([
  ['text/csv', 'csv'],
  ['application/jsonlines', 'jsonl'],
  ['text/html', 'html'],
  ['text/plain', 'plaintext'],
  [undefined, 'plaintext'],
])('%s is shown as %s', (type, language) => {
  expect(answerText(bytes('1,2'), type)).toEqual({ text: '1,2', language });
});

it('of bytes that are no text, it says how many', () => {
  expect(answerText(Uint8Array.of(0xff, 0xd8, 0xff), 'image/jpeg').text).toBe('3 bytes of image/jpeg\n');
});

it('jobs to choose from: what runs first, then the newest', () => {
  const node = (name: string, status: string, created: number): { readonly row: Row } => ({
    row: { kind: 'training-job', name, status, created: new Date(created), ended: undefined },
  });
  const nodes = [node('old', 'Completed', 1), node('new', 'Failed', 3), node('runs', 'InProgress', 0)];
  expect(fitting(nodes, () => true).map(({ row }) => row.name)).toEqual(['runs', 'new', 'old']);
  expect(fitting(nodes, ({ row }) => row.status === 'Failed').map(({ row }) => row.name)).toEqual(['new']);
});
