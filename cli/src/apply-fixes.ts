import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileSystem } from '../../server/src/context/types';
import type { Edit } from '../../server/src/lint/finding';
import type { LintResult } from '../../server/src/lint/lint';

/** New contents by absolute path: the safe fixes that don't touch each other. Empty when there is nothing to do. */
export function applySafeFixes(
  path: string,
  text: string,
  result: LintResult,
  fs: FileSystem,
): ReadonlyMap<string, string> {
  const documents = new Map<string, TextDocument>([[path, TextDocument.create(path, 'dockerfile', 0, text)]]);
  const taken: { file: string; start: number; end: number }[] = [];
  const accepted = new Map<string, Edit[]>();
  for (const finding of result.findings) {
    const fix = finding.fixes.find((it) => it.safe);
    if (!fix) continue;
    const spans = fix.edits.map((edit) => spanOf(edit, path, documents, fs));
    if (spans.some((it) => it === undefined || taken.some((other) => overlap(it, other)))) continue;
    for (const [index, edit] of fix.edits.entries()) {
      const span = spans[index];
      if (!span) continue;
      taken.push(span);
      accepted.set(span.file, [...(accepted.get(span.file) ?? []), edit]);
    }
  }
  const changed = new Map<string, string>();
  for (const [file, edits] of accepted) {
    const document = documents.get(file);
    if (!document) continue;
    const content = TextDocument.applyEdits(
      document,
      edits.map((it) => ({ range: it.range, newText: it.text })),
    );
    if (content !== document.getText()) changed.set(file, content);
  }
  return changed;
}

function spanOf(
  edit: Edit,
  path: string,
  documents: Map<string, TextDocument>,
  fs: FileSystem,
): { file: string; start: number; end: number } | undefined {
  const file = edit.file ?? path;
  let document = documents.get(file);
  if (!document) {
    const text = fs.read(file);
    if (text === undefined) return undefined;
    documents.set(file, (document = TextDocument.create(file, 'plaintext', 0, text)));
  }
  return { file, start: document.offsetAt(edit.range.start), end: document.offsetAt(edit.range.end) };
}

/** Two insertions at one place are one too many: their order would be a guess. */
function overlap(
  a: { file: string; start: number; end: number },
  b: { file: string; start: number; end: number },
): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}
