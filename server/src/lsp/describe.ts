import { computeStatus } from '../features/status';
import { lintedFile } from './linted-file';
import type { LintedFileParts } from './linted-file';
import type { StatusParams } from './messages';

/** What is known of a Dockerfile, open or not. Null: it can't be read. */
export async function describeDockerfile(uri: string, parts: LintedFileParts): Promise<StatusParams | null> {
  const linted = await lintedFile(uri, parts);
  return linted === undefined ? null : computeStatus(linted.view, linted.settings.lint.enable);
}
