import { EventEmitter, Uri, window, workspace } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import { readError } from '../show-error';

const SCHEME = 'sagemaker-plan';

export interface PlanDocuments {
  dispose(): void;
  /** Opens what the request comes to on this machine: `docker run` text and the fidelity of each member. */
  show(request: Uri): Promise<void>;
}

/** Read-only documents that follow their request document and its overlay when these are saved. */
export function createPlanDocuments(): PlanDocuments {
  const changes = new EventEmitter<Uri>();
  const shown = new Set<string>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => planText(Uri.file(uri.path.replace(/\.plan\.txt$/, ''))),
  });
  const saved = workspace.onDidSaveTextDocument(({ uri }) => {
    for (const text of shown) if (belongs(uri, Uri.parse(text))) changes.fire(Uri.parse(text));
  });
  return {
    show: async (request) => {
      const uri = request.with({ scheme: SCHEME, path: `${request.path}.plan.txt` });
      shown.add(uri.toString());
      changes.fire(uri);
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    },
    dispose: () => {
      provider.dispose();
      saved.dispose();
      changes.dispose();
    },
  };
}

/** Whether a saved file is the request of a plan, or its overlay, which begins with the same name. */
function belongs(saved: Uri, plan: Uri): boolean {
  const stem = plan.path.replace(/\.json\.plan\.txt$/, '');
  return saved.path.startsWith(stem.replace(/\.[a-z]+(?:-job)?$/, '')) && saved.path.endsWith('.json');
}

async function planText(request: Uri): Promise<string> {
  const engine = await loadEngine();
  try {
    const text = (await workspace.openTextDocument(request)).getText();
    const { document, overlay, folder, problems } = engine.readRequestFile(request.fsPath, text);
    if (document === undefined) return problems.map(({ line, message }) => `line ${line}: ${message}\n`).join('');
    const plan = engine.planOf(engine.jobOf(document, overlay, folder));
    return `${engine.toDockerRun(plan)}\n${engine.toFidelityText(plan.fidelity)}`;
  } catch (error) {
    const { message, remedy } = readError(error);
    return `${message}\n${remedy ?? ''}\n`;
  }
}
