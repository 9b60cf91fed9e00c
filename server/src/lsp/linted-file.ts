import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from './host';
import type { Linted, Linter } from './linter';

export interface LintedFileParts {
  readonly host: Host;
  readonly linter: Linter;
  /** The open Dockerfile of that URI: what the editor has wins over the disk. */
  readonly open: (uri: string) => TextDocument | undefined;
}

/** A Dockerfile's result, open or not. Nothing is kept of one that is not open. Undefined: it can't be read. */
export async function lintedFile(uri: string, { host, linter, open }: LintedFileParts): Promise<Linted | undefined> {
  const opened = open(uri);
  if (opened !== undefined) return linter.lint(opened);
  const path = host.uriToPath(uri);
  if (path === undefined) return undefined;
  host.forget(path);
  const text = host.fs.read(path);
  return text === undefined ? undefined : linter.peek(TextDocument.create(uri, 'dockerfile', 0, text));
}
