import { commands, env, l10n, UIKind, Uri, window } from 'vscode';
import type { RowNode } from './nodes';

export function namesOf(rows: readonly RowNode[]): string {
  return rows.map(({ row }) => row.name).join(', ');
}

/** Where it is done, when that is somebody's account. */
export function placesOf(rows: readonly Pick<RowNode, 'connection'>[]): string {
  const remote = new Set(rows.map(({ connection }) => connection).filter(({ kind }) => kind === 'aws'));
  return [...remote]
    .map(({ label, description = '' }) => l10n.t('At AWS: {0}, account {1}', label, description))
    .join('\n');
}

export async function confirmed(
  rows: readonly Pick<RowNode, 'connection'>[],
  act: string,
  question: string,
): Promise<boolean> {
  if (rows.length === 0) return false;
  return (await window.showWarningMessage(question, { modal: true, detail: placesOf(rows) }, act)) === act;
}

/** Shows in the system's file manager what a job left on this machine. */
export async function openArtefacts({ connection, row }: RowNode): Promise<void> {
  if (row.kind !== 'training-job') {
    void window.showInformationMessage(l10n.t('The outputs of {0} are in the folders of its overlay.', row.name));
    return;
  }
  const { ModelArtifacts } = await (await connection.sagemaker()).describeTrainingJob(row.name);
  const uri = ModelArtifacts?.S3ModelArtifacts;
  if (uri?.startsWith('file:') === true) await reveal(Uri.parse(uri));
  else void window.showInformationMessage(l10n.t('{0} has left no model.', row.name));
}

/** A window in a browser, or of another machine, has no file manager of the machine that the file is on. */
async function reveal(file: Uri): Promise<void> {
  if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
    await commands.executeCommand('revealFileInOS', file);
    return;
  }
  const open = l10n.t('Open Folder');
  const copy = l10n.t('Copy Path');
  const choice = await window.showInformationMessage(l10n.t('The model is in {0}.', file.fsPath), open, copy);
  if (choice === copy) await env.clipboard.writeText(file.fsPath);
  if (choice !== open) return;
  await commands.executeCommand('vscode.openFolder', Uri.joinPath(file, '..'), { forceNewWindow: true });
}
