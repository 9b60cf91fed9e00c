import type {
  AnnotatedTextEdit,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Edit } from '../lint/finding';
import type { View } from './view';

/** What the client can take, and where its files are. */
export interface EditTarget {
  readonly documentChanges: boolean;
  readonly snippetEdits: boolean;
  readonly pathToUri: (path: string) => string;
  /** Text of another file, for its line ends. */
  read(path: string): string | undefined;
}

/** A workspace edit in the shape the client takes; line ends follow the file that is changed. */
export function toWorkspaceEdit(view: View, edits: readonly Edit[], target: EditTarget): WorkspaceEdit {
  const byFile = new Map<string | undefined, TextEdit[]>();
  for (const edit of edits) {
    const file = edit.file === view.path ? undefined : edit.file;
    const text = file === undefined ? view.document.getText() : target.read(file);
    const list = byFile.get(file) ?? [];
    list.push({ range: edit.range, newText: withLineEnds(edit.text, text ?? '') });
    byFile.set(file, list);
  }
  const files = [...byFile].map(([file, list]) => ({
    uri: file === undefined ? view.uri : target.pathToUri(file),
    version: file === undefined ? view.version : null,
    edits: list,
  }));
  if (!target.documentChanges) return { changes: Object.fromEntries(files.map(({ uri, edits: list }) => [uri, list])) };
  return { documentChanges: files.map(({ uri, version, edits: list }) => documentEdit(uri, version, list)) };
}

/** One insertion into the Dockerfile with placeholders, for clients that take snippets; see `EditTarget.snippetEdits`. */
export function toSnippetEdit(view: View, edit: Edit & { readonly snippet: string }): WorkspaceEdit {
  const snippet: SnippetTextEdit = {
    range: edit.range,
    snippet: { kind: 'snippet', value: withLineEnds(edit.snippet, view.document.getText()) },
  };
  return { documentChanges: [documentEdit(view.uri, view.version, [snippet])] };
}

/** `\n` becomes `\r\n` when the text's own first line ends so. */
export function withLineEnds(text: string, like: string): string {
  const first = like.indexOf('\n');
  const eol = first > 0 && like[first - 1] === '\r' ? '\r\n' : '\n';
  return text.replace(/\r?\n/g, eol);
}

function documentEdit(
  uri: string,
  version: number | null,
  edits: (TextEdit | AnnotatedTextEdit | SnippetTextEdit)[],
): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}
