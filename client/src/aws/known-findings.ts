import { l10n, workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { PushFinding } from '../../../engine/src/aws/push-checks';
import type { Parts } from '../parts';
import { lintFindings, testFindings } from './finding-texts';

/** What the linter and the contract tests have against the image of a Dockerfile. Nothing, when it can’t be asked. */
export async function knownFindings(
  dockerfile: Uri,
  { askServer, results }: Pick<Parts, 'askServer' | 'results'>,
): Promise<readonly PushFinding[]> {
  const document = await workspace.openTextDocument(dockerfile);
  const textDocument = { uri: document.uri.toString() };
  const answer = await askServer('textDocument/diagnostic', { textDocument }).catch(() => undefined);
  return [...lintFindings(answer, l10n), ...testFindings(results.of(dockerfile), l10n)];
}
