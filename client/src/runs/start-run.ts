import { l10n, ProgressLocation, Range, Selection, Uri, window, workspace } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import type { RequestDocument } from '../../../engine/src/requests/types';
import type { SageMaker } from '../../../engine/src/sagemaker';
import type { FileProblem } from '../../../engine/src/session/read-request-file';
import type { Job } from '../../../engine/src/session/job';
import type { Ref } from '../connections/connection';
import type { LocalConnection } from '../connections/local-connection';
import { opensLogOnRun } from '../connections/local-settings';
import { loadEngine } from '../engine/load-engine';
import { mayRun } from '../may-run';
import type { Logs, RunOptions, Runs } from '../parts';
import { showError } from '../show-error';
import { freeName, renamed } from './free-name';
import { withHyperparameters } from './hyperparameters';

/** Runs request documents on this machine. */
export function createRuns(local: LocalConnection, logs: Logs, log: LogOutputChannel): Runs {
  return {
    async start(uri, options = {}) {
      try {
        if (!mayRun()) return undefined;
        const job = await readJob(uri);
        if (job === undefined) return undefined;
        return await startJob(job, local, logs, options);
      } catch (error) {
        await showError(error, log);
        return undefined;
      }
    },
  };
}

/** The request document as the editor has it, with its overlay. Undefined: it has errors, which are shown. */
export async function readJob(uri: Uri): Promise<Job | undefined> {
  const read = await readSilently(uri);
  if ('job' in read) return read.job;
  const { first } = read;
  const show = l10n.t('Show Problem');
  const message = l10n.t('The request has errors, so nothing was started. {0}', first?.message ?? '');
  void window.showErrorMessage(message, show).then((choice) => {
    if (choice === show && first !== undefined) return reveal(first);
    return undefined;
  });
  return undefined;
}

/** The job of a request document as the editor has it, or the first of its errors; nothing is shown. */
export async function readSilently(
  uri: Uri,
): Promise<{ readonly job: Job } | { readonly first: FileProblem | undefined }> {
  const engine = await loadEngine();
  const text = (await workspace.openTextDocument(uri)).getText();
  const { document, overlay, folder, problems } = engine.readRequestFile(uri.fsPath, text);
  return document === undefined
    ? { first: problems.find(({ severity }) => severity === 'error') }
    : { job: engine.jobOf(document, overlay, folder) };
}

async function reveal(problem: FileProblem) {
  const document = await workspace.openTextDocument(Uri.file(problem.file));
  const editor = await window.showTextDocument(document);
  const start = document.positionAt(problem.offset);
  editor.selection = new Selection(start, document.positionAt(problem.offset + problem.length));
  editor.revealRange(new Range(start, start));
}

async function startJob(job: Job, local: LocalConnection, logs: Logs, options: RunOptions): Promise<Ref> {
  const engine = await loadEngine();
  return window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('SageMaker: starting…') },
    async (): Promise<Ref> => {
      // A missing engine is said before anything is written.
      await local.engine();
      const sagemaker = await local.sagemaker();
      const wanted = withHyperparameters(job.document, options.hyperparameters ?? {});
      const document = await withFreeName(sagemaker, wanted);
      const name = engine.nameOf(document);
      local.place({ ...job, document }, name, options.debug);
      await engine.forgetParts(sagemaker, document);
      await engine.createFrom(sagemaker, document, options.signal ?? new AbortController().signal);
      const ref: Ref = { connection: local, kind: document.kind, name };
      if (options.quiet !== true && opensLogOnRun()) await logs.show(ref);
      return ref;
    },
  );
}

/** Jobs of before are kept: a name that is taken gets the time behind it. */
async function withFreeName(sagemaker: SageMaker, document: RequestDocument): Promise<RequestDocument> {
  const engine = await loadEngine();
  const name = engine.nameOf(document);
  const free = await freeName(name, new Date(), async (it) => {
    return (await engine.unlessMissing(engine.describe(sagemaker, document.kind, it))) !== undefined;
  });
  return free === name ? document : renamed(document, free);
}
