import { commands, Disposable, l10n, window } from 'vscode';
import type { Uri } from 'vscode';
import { shownCommand } from '../commands/shown-command';
import type { Parts } from '../parts';
import { targetRequest } from './documents';
import { registerRequestEditor } from './editor';
import { addRequestLens, registerRequestLenses } from './lenses';
import { createPlanDocuments } from './plan-documents';
import { RunLens } from './run-lens';

/** Request documents: what the editor says of them, lenses, running one, and showing its plan. */
export function registerRequests(parts: Parts): Disposable {
  const plans = createPlanDocuments();
  const runLens = new RunLens();
  return Disposable.from(
    plans,
    runLens,
    addRequestLens(runLens),
    registerRequestLenses(),
    registerRequestEditor(parts),
    commands.registerCommand('sagemaker.runRequest', async (target: unknown) => {
      const uri = chosen(target);
      const ref = uri && (await parts.runs.start(uri));
      if (uri !== undefined && ref !== undefined) runLens.started(uri, ref);
      return ref;
    }),
    shownCommand(parts.log, 'sagemaker.showPlan', async (target) => {
      const uri = chosen(target);
      if (uri !== undefined) await plans.show(uri);
    }),
  );
}

/** The request document that is meant; without one, a hint. */
function chosen(target: unknown): Uri | undefined {
  const uri = targetRequest(target);
  if (uri !== undefined) return uri;
  void window.showInformationMessage(
    l10n.t(
      'Open a request document first: *.training-job.json, *.processing-job.json, *.transform-job.json or *.endpoint.json.',
    ),
  );
  return undefined;
}
