import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit } from '../../../server/src/lint/finding';
import { FOLDER } from './lint-files';

/** The files after the edits; names keep their `+x `. */
export function applyEdits(
  files: Readonly<Record<string, string>>,
  dockerfile: string,
  edits: readonly Edit[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const path = name.replace(/^\+x /, '');
      const own = edits.filter((it) => (it.file ?? `${FOLDER}/${dockerfile}`) === `${FOLDER}/${path}`);
      const document = TextDocument.create(`file://${path}`, 'plaintext', 0, text);
      return [
        name,
        TextDocument.applyEdits(
          document,
          own.map((it) => ({ range: it.range, newText: it.text })),
        ),
      ];
    }),
  );
}
