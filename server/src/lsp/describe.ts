import { TextDocument } from 'vscode-languageserver-textdocument';
import { computeStatus } from '../features/status';
import type { Host } from './host';
import type { Linter } from './linter';
import type { StatusParams } from './messages';

export interface DescribeParts {
  readonly host: Host;
  readonly linter: Linter;
  /** The open Dockerfile of that URI: what the editor has wins over the disk. */
  readonly open: (uri: string) => TextDocument | undefined;
}

/** What is known of a Dockerfile, open or not. Nothing is kept of one that is not open. Null: it can't be read. */
export async function describeDockerfile(
  uri: string,
  { host, linter, open }: DescribeParts,
): Promise<StatusParams | null> {
  const opened = open(uri);
  if (opened !== undefined) {
    const { view, settings } = await linter.lint(opened);
    return computeStatus(view, settings.lint.enable);
  }
  const path = host.uriToPath(uri);
  if (path === undefined) return null;
  host.forget(path);
  const text = host.fs.read(path);
  if (text === undefined) return null;
  const { view, settings } = await linter.peek(TextDocument.create(uri, 'dockerfile', 0, text));
  return computeStatus(view, settings.lint.enable);
}
