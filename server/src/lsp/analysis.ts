import { lint } from '../lint/lint';
import type { LintInput, LintResult } from '../lint/lint';
import { readProjectFile } from '../project/read';

export { computeCodeActions } from '../features/code-actions';
export { computeCodeLenses } from '../features/code-lenses';
export { computeCopiedFiles } from '../features/copied-files';
export { computeCompletion } from '../features/completion';
export { computeDocumentLinks } from '../features/document-links';
export { computeHover } from '../features/hover';
export { computeInlayHints } from '../features/inlay-hints';
export { computeStatus } from '../features/status';

/**
 * Everything behind the wiring, loaded on first use (`import('./analysis')`): the linter, its facts and the features
 * are not needed to answer `initialize`.
 */
export function lintDocument(
  input: Omit<LintInput, 'project'>,
  onError: (rule: string, error: unknown) => void,
  previous?: LintResult,
): LintResult {
  return lint({ ...input, project: readProjectFile(input.fs, input.path) }, onError, previous);
}
