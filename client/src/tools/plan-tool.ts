import { l10n, workspace } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import type { ToolWork } from './tool';
import { mustBeTrusted, shownPath, workspaceFile } from './workspace-file';

/** Tells what a request document does on this machine, without running it. */
export function planTool(): ToolWork<{ readonly path: string }> {
  return {
    doing: ({ path }) => l10n.t('Planning {0}', shownPath(path)),
    run: async ({ path }) => {
      mustBeTrusted();
      const uri = await workspaceFile(path);
      const engine = await loadEngine();
      const text = (await workspace.openTextDocument(uri)).getText();
      const { document, overlay, folder, problems } = engine.readRequestFile(uri.fsPath, text);
      const said = problems.map(
        ({ file, line, severity, message }) => `${workspace.asRelativePath(file)}:${line}: ${severity} ${message}`,
      );
      if (document === undefined) return said.join('\n');
      const plan = engine.planOf(engine.jobOf(document, overlay, folder));
      return [...said, engine.toDockerRun(plan), engine.toFidelityText(plan.fidelity)].join('\n');
    },
  };
}
