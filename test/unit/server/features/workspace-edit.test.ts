import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../../server/src/features/view';
import { toWorkspaceEdit, withLineEnds } from '../../../../server/src/features/workspace-edit';
import type { EditTarget } from '../../../../server/src/features/workspace-edit';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const uri = 'file:///w/Dockerfile';
function view(text: string): View {
  return {
    uri,
    path: '/w/Dockerfile',
    version: 7,
    document: TextDocument.create(uri, 'dockerfile', 7, text),
    result: { findings: [], subject: undefined, dependsOn: [] },
    region: undefined,
    today: '2026-11-24',
  };
}
const target = (documentChanges: boolean): EditTarget => ({
  documentChanges,
  snippetEdits: false,
  pathToUri: (path) => `file://${path}`,
  read: (path) => (path === '/w/crlf' ? 'a\r\nb' : 'a\nb'),
});
const edits = [
  { file: undefined, range, text: 'a\nb\n' },
  { file: '/w/crlf', range, text: 'c\n' },
  { file: '/w/lf', range, text: 'd\n' },
  { file: '/w/Dockerfile', range, text: 'e' },
];

describe('toWorkspaceEdit', () => {
  it('names versions where the client takes them, and follows the line ends of each file', () => {
    expect(toWorkspaceEdit(view('FROM a\r\nRUN b\r\n'), edits, target(true))).toEqual({
      documentChanges: [
        {
          textDocument: { uri, version: 7 },
          edits: [
            { range, newText: 'a\r\nb\r\n' },
            { range, newText: 'e' },
          ],
        },
        { textDocument: { uri: 'file:///w/crlf', version: null }, edits: [{ range, newText: 'c\r\n' }] },
        { textDocument: { uri: 'file:///w/lf', version: null }, edits: [{ range, newText: 'd\n' }] },
      ],
    });
  });
  it('uses plain changes otherwise', () => {
    expect(toWorkspaceEdit(view('FROM a\n'), edits.slice(0, 2), target(false))).toEqual({
      changes: { [uri]: [{ range, newText: 'a\nb\n' }], 'file:///w/crlf': [{ range, newText: 'c\r\n' }] },
    });
  });
});

describe('withLineEnds', () => {
  it.each([
    ['a\nb', '', 'a\nb'],
    ['a\nb', 'x', 'a\nb'],
    ['a\nb', 'x\r\ny\n', 'a\r\nb'],
    ['a\r\nb', 'x\ny\r\n', 'a\nb'],
    ['a\r\nb', 'x\r\n', 'a\r\nb'],
    ['a\n', '\nx', 'a\n'],
  ])('%j like %j is %j', (text, like, expected) => {
    expect(withLineEnds(text, like)).toBe(expected);
  });
});
