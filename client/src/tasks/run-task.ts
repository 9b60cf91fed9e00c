import { commands, l10n, Uri, window, workspace } from 'vscode';
import { remove } from '../../../engine/src/session/by-kind';
import type { RequestKind } from '../../../engine/src/requests/types';
import { buildDockerfile } from '../builds/build-dockerfile';
import { placeOf } from '../builds/build-place';
import type { Ref } from '../connections/connection';
import { untilSettled } from '../connections/until-settled';
import { requestFor } from '../first-run/register';
import { followLog } from '../logs/follow-log';
import { bad, good, heading, remark } from '../logs/log-text';
import { notTrusted } from '../may-run';
import type { Parts } from '../parts';
import { errorText, readError } from '../show-error';
import type { ContractRun } from '../testing/contract-run';
import { exitCodeOf } from './definition';
import type { Action, Definition } from './definition';

type Write = (text: string) => void;

const KINDS: Readonly<Record<Exclude<Action, 'build' | 'test'>, RequestKind>> = {
  train: 'training-job',
  serve: 'endpoint',
  process: 'processing-job',
  transform: 'transform-job',
};

/** Does what a task says, in its terminal. Answers the exit code. What it started ends with the signal. */
export async function runTask(
  parts: Parts,
  { action, dockerfile, request, args }: Definition,
  folder: Uri,
  write: Write,
  signal: AbortSignal,
): Promise<number> {
  if (!workspace.isTrusted) {
    write(bad(notTrusted()));
    return 1;
  }
  const source = dockerfile === undefined ? undefined : placeIn(folder, dockerfile);
  switch (action) {
    case 'build':
      return source === undefined ? 1 : build(parts, source, args, write, signal);
    case 'test':
      return source === undefined ? 1 : test(source, write, signal);
    case 'train':
    case 'serve':
    case 'process':
    case 'transform': {
      const document =
        request === undefined
          ? await requestFor(parts, KINDS[action], titleOf(action), source, undefined)
          : placeIn(folder, request);
      const ref = document && (await started(parts, document, args, write, signal));
      if (ref === undefined) {
        write(bad(l10n.t('Nothing was started.')));
        return 1;
      }
      return action === 'serve' ? serve(ref, write, signal) : follow(ref, write, signal);
    }
  }
}

function placeIn(folder: Uri, path: string): Uri {
  const absolute = Uri.file(path);
  return /^(?:[/\\]|[a-zA-Z]:)/.test(path) ? absolute : Uri.joinPath(folder, path);
}

function titleOf(action: Action): string {
  return l10n.t('Task: {0}', action);
}

async function build(
  parts: Parts,
  dockerfile: Uri,
  buildArguments: Readonly<Record<string, string>>,
  write: Write,
  signal: AbortSignal,
): Promise<number> {
  try {
    await buildDockerfile(parts, dockerfile.fsPath, { write, signal, buildArguments });
    return 0;
  } catch (error) {
    const place = placeOf(error);
    if (place === undefined) throw error;
    write(bad(errorText(error, '\n')));
    // As the problem matcher reads it.
    write(`${place.file}:${place.line}: error: ${readError(error).message.replaceAll(/\s+/g, ' ')}\r\n`);
    return 1;
  }
}

async function test(dockerfile: Uri, write: Write, signal: AbortSignal): Promise<number> {
  write(heading(l10n.t('Testing the contract of {0}', workspace.asRelativePath(dockerfile))));
  const results = await commands.executeCommand<ContractRun | undefined>('sagemaker.testContract', dockerfile, {
    signal,
  });
  signal.throwIfAborted();
  if (results === undefined) {
    write(bad(l10n.t('The tests did not run. The Test Explorer says why.')));
    return 1;
  }
  for (const { id, title, outcome } of results.tests) write(remark(`${outcome.padEnd(7)} ${id} ${title}`));
  const said = l10n.t('{0} passed, {1} failed, {2} skipped', results.passed, results.failed, results.skipped);
  write(results.failed === 0 ? good(said) : bad(said));
  return results.failed === 0 ? 0 : 1;
}

/** The job or endpoint of a request document. */
function started(
  { runs }: Parts,
  document: Uri,
  args: Readonly<Record<string, string>>,
  write: Write,
  signal: AbortSignal,
): Promise<Ref | undefined> {
  write(remark(workspace.asRelativePath(document)));
  return runs.start(document, { quiet: true, signal, hyperparameters: args });
}

async function follow(ref: Ref, write: Write, signal: AbortSignal): Promise<number> {
  // Not with the task's signal: a job that is stopped still tells how it ended.
  const outcome = await followLog(ref, write, new AbortController().signal);
  if (signal.aborted) throw signal.reason;
  return outcome === undefined ? 1 : exitCodeOf(outcome.status, outcome.reason);
}

/** Follows the endpoint until the task ends, which deletes it. The problem matcher reads the lines that begin with `sagemaker:`. */
async function serve(ref: Ref, write: Write, signal: AbortSignal): Promise<number> {
  write(`sagemaker: serving ${ref.name}\r\n`);
  const closing = new AbortController();
  const log = followLog(ref, write, closing.signal);
  try {
    const { status, reason } = await untilSettled(ref, signal);
    if (status !== 'InService') {
      // The log ends with the reason.
      await log;
      write(`sagemaker: ${ref.name} failed\r\n`);
      return exitCodeOf(status, reason);
    }
    write(`sagemaker: ${ref.name} is in service\r\n`);
    window.setStatusBarMessage(l10n.t('$(radio-tower) {0} is in service', ref.name), 10_000);
    const gone = log.then((outcome) => exitCodeOf(outcome?.status, outcome?.reason));
    return await Promise.race([gone, rejected(signal)]);
  } finally {
    closing.abort();
    await remove(await ref.connection.sagemaker(), 'endpoint', ref.name).catch(() => undefined);
  }
}

/** Never resolves; rejects when the signal is aborted. */
function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
