import { l10n, Uri, window, workspace } from 'vscode';
import type { LogLine } from '../../../engine/src/sagemaker';
import { outcomeOf } from '../../../engine/src/session/by-kind';
import type { Ref } from '../connections/connection';
import { withCancel } from '../progress';
import { isUnfinished } from '../views/texts';

/** Of what still runs: when nothing comes for so long, all that is there has been read. */
const QUIET_MS = 500;

/**
 * Saves the log of a job or endpoint as a text file. Of one that still runs, what there is now.
 */
export async function saveLog(ref: Ref | undefined): Promise<Uri | undefined> {
  if (ref === undefined) {
    void window.showInformationMessage(l10n.t('Open the log of a job or endpoint first.'));
    return undefined;
  }
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = await window.showSaveDialog({
    filters: { [l10n.t('Log')]: ['log', 'txt'] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, `${ref.name}.log`) }),
  });
  if (file === undefined) return undefined;
  await withCancel(l10n.t('Saving the log of {0}', ref.name), async (signal) => {
    const text = await textOf(ref, signal);
    if (!signal.aborted) await workspace.fs.writeFile(file, Buffer.from(text));
  });
  return file;
}

async function textOf({ connection, kind, name }: Ref, signal: AbortSignal): Promise<string> {
  const sagemaker = await connection.sagemaker();
  const { status = '' } = await outcomeOf(sagemaker, kind, name);
  const live = kind === 'endpoint' || isUnfinished(status);
  const enough = new AbortController();
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    if (!live) return;
    timer = setTimeout(() => {
      enough.abort();
    }, QUIET_MS);
  };
  const either = AbortSignal.any([signal, enough.signal]);
  try {
    wait();
    for await (const line of sagemaker.logs(kind, name, either)) {
      lines.push(logFileLine(line));
      wait();
    }
  } catch (error) {
    if (!either.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return lines.join('');
}

function logFileLine({ time, host, stream, text }: LogLine): string {
  return `${time.toISOString()} ${host} ${stream} ${text}\n`;
}
