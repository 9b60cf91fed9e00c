import { l10n, workspace } from 'vscode';
import { DOCKERFILE } from '../host/options';
import type { Parts } from '../parts';
import type { ToolWork } from './tool';
import { lintText } from './tool-texts';
import { shownPath, ToolRefusal, workspaceFile } from './workspace-file';

/** Lints a Dockerfile, with what is not saved yet. */
export function lintTool({ askServer, lintStatus }: Parts): ToolWork<{ readonly path: string }> {
  return {
    doing: ({ path }) => l10n.t('Checking {0} against the contract of SageMaker', shownPath(path)),
    run: async ({ path }) => {
      const document = await workspace.openTextDocument(await workspaceFile(path));
      if (document.languageId !== DOCKERFILE) throw new ToolRefusal(l10n.t('{0} is no Dockerfile.', path));
      const answer = await askServer('textDocument/diagnostic', { textDocument: { uri: document.uri.toString() } });
      // The status was sent before the answer.
      return lintText(workspace.asRelativePath(document.uri), lintStatus(document.uri)?.roles ?? [], answer);
    },
  };
}
