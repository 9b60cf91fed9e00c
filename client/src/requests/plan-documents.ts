import { EventEmitter, l10n, Uri, window, workspace } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import { readError } from '../show-error';
import { changesPlan, planMarkdown } from './plan-text';
import type { PlanWords } from './plan-text';

const SCHEME = 'sagemaker-plan';
const END = '.plan.md';

export interface PlanDocuments {
  dispose(): void;
  /** Opens what the request comes to on this machine: the fidelity of each member, and `docker run` text. */
  show(request: Uri): Promise<void>;
}

/** Read-only documents that follow their request document and its overlay when these are saved. */
export function createPlanDocuments(): PlanDocuments {
  const changes = new EventEmitter<Uri>();
  /** The plans that are open, by their own URI. */
  const shown = new Map<string, { readonly uri: Uri; readonly request: string; readonly overlay: string }>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => planText(Uri.file(uri.path.slice(0, -END.length))),
  });
  const saved = workspace.onDidSaveTextDocument(({ uri }) => {
    for (const plan of shown.values()) if (changesPlan(uri.fsPath, plan)) changes.fire(plan.uri);
  });
  const closed = workspace.onDidCloseTextDocument(({ uri }) => {
    shown.delete(uri.toString());
  });
  return {
    show: async (request) => {
      const uri = request.with({ scheme: SCHEME, path: request.path + END });
      const { overlayPathOf } = await loadEngine();
      shown.set(uri.toString(), { uri, request: request.fsPath, overlay: overlayPathOf(request.fsPath) });
      changes.fire(uri);
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    },
    dispose: () => {
      provider.dispose();
      saved.dispose();
      closed.dispose();
      changes.dispose();
    },
  };
}

async function planText(request: Uri): Promise<string> {
  try {
    const engine = await loadEngine();
    const text = (await workspace.openTextDocument(request)).getText();
    const { document, overlay, folder, problems } = engine.readRequestFile(request.fsPath, text);
    const job = document === undefined ? undefined : engine.jobOf(document, overlay, folder);
    const plan = job === undefined ? undefined : engine.planOf(job);
    return planMarkdown({
      title: l10n.t('Plan of {0}', nameOf(request.path)),
      problems: problems.map(({ file, line, message }) => l10n.t('{0}, line {1}: {2}', nameOf(file), line, message)),
      plan: plan && { dockerRun: engine.toDockerRun(plan), fidelity: plan.fidelity },
      words: words(),
    });
  } catch (error) {
    const { message, remedy } = readError(error);
    return `${message}\n${remedy ?? ''}\n`;
  }
}

function words(): PlanWords {
  return {
    problems: l10n.t('Problems'),
    commands: l10n.t('As docker commands'),
    fidelity: l10n.t('What this machine does with each member'),
    levels: {
      refused: l10n.t('Refused: this can’t run here'),
      approximated: l10n.t('Approximated'),
      ignored: l10n.t('Ignored'),
      honoured: l10n.t('As on SageMaker'),
    },
    member: l10n.t('Member'),
    note: l10n.t('How'),
  };
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
