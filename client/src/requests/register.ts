import { commands, Disposable, l10n, window } from 'vscode';
import type { Uri } from 'vscode';
import type { Parts } from '../parts';
import { targetRequest } from './documents';
import { registerRequestLenses } from './lenses';
import { createPlanDocuments } from './plan-documents';

/** Request documents: lenses, running one, and showing its plan. */
export function registerRequests({ runs }: Parts): Disposable {
  const plans = createPlanDocuments();
  return Disposable.from(
    plans,
    registerRequestLenses(),
    commands.registerCommand('sagemaker.runRequest', (target: unknown) => {
      const uri = chosen(target);
      return uri && runs.start(uri);
    }),
    commands.registerCommand('sagemaker.showPlan', (target: unknown) => {
      const uri = chosen(target);
      return uri && plans.show(uri);
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
