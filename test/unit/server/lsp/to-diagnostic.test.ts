import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../server/src/lint/finding';
import { ruleUrl } from '../../../../server/src/rules/index';
import { toDiagnostic } from '../../../../server/src/lsp/to-diagnostic';
import { pathToFileUri } from '../../../../server/src/lsp/uri';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
const finding: Finding = {
  rule: 'a-rule',
  requirements: [],
  severity: 'warning',
  message: 'This fails.',
  range,
  related: [
    { file: '/w/serve', range, message: 'It listens here.' },
    { file: undefined, range, message: 'It is copied here.' },
  ],
  fixes: [],
  tags: ['deprecated', 'unnecessary'],
};
const options = { uri: 'file:///w/Dockerfile', pathToUri: pathToFileUri, relatedInformation: true, tags: true };

describe('toDiagnostic', () => {
  it('carries everything an editor can show', () => {
    expect(toDiagnostic(finding, 4, options)).toEqual({
      range,
      severity: 2,
      source: 'sagemaker',
      code: 'a-rule',
      codeDescription: { href: ruleUrl('a-rule') },
      message: 'This fails.',
      data: { finding: 4 },
      tags: [2, 1],
      relatedInformation: [
        { location: { uri: 'file:///w/serve', range }, message: 'It listens here.' },
        { location: { uri: 'file:///w/Dockerfile', range }, message: 'It is copied here.' },
      ],
    });
  });

  it.each([
    ['error', 1],
    ['warning', 2],
    ['info', 3],
    ['hint', 4],
  ] as const)('maps %s to %d', (severity, expected) => {
    expect(toDiagnostic({ ...finding, severity }, 0, options).severity).toBe(expected);
  });

  it('leaves out what the client does not know, and names other files in the message instead', () => {
    const plain = toDiagnostic(finding, 0, { ...options, relatedInformation: false, tags: false });
    expect(plain).not.toHaveProperty('tags');
    expect(plain).not.toHaveProperty('relatedInformation');
    expect(plain.message).toBe('This fails.\nserve:2: It listens here.');
  });
});
