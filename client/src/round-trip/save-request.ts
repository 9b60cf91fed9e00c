import { dirname } from 'node:path';
import { commands, l10n, Uri, window, workspace } from 'vscode';
import type { Tag } from '@aws-sdk/client-sagemaker';
import { arnIn, describe } from '../../../engine/src/session/by-kind';
import type { Connection, Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import { foldersIn } from './overlay-folders';
import { overlayOfRun } from './overlay-of-run';

/**
 * Writes the request that makes a job or endpoint again into a file, and beside it the beginning of an overlay where none
 * is. `to`: in place of asking. Undefined: the user decided otherwise.
 */
export async function saveRequest(ref: Ref, to?: Uri): Promise<Uri | undefined> {
  const engine = await loadEngine();
  const sagemaker = await ref.connection.sagemaker();
  const description = await engine.describeAll(sagemaker, ref.kind, ref.name);
  const { document, overlay } = engine.savedRequest(description, await tagsOf(ref));
  const file = to ?? (await askFile(ref));
  if (file === undefined) return undefined;
  await workspace.fs.writeFile(file, Buffer.from(document));
  const beside = Uri.file(engine.overlayPathOf(file.fsPath));
  if (!(await exists(beside))) {
    const ran = ref.connection.overlayOf?.(ref.kind, ref.name);
    if (ran === undefined) await beginOverlay(ref, file, beside, overlay);
    else await write(beside, overlayOfRun(ran, dirname(beside.fsPath), engine.DEFAULT_OVERLAY));
  }
  await window.showTextDocument(await workspace.openTextDocument(file));
  return file;
}

/** `overlay` names a folder for all that the request reads from S3. Undefined: it reads nothing. */
async function beginOverlay({ connection }: Ref, file: Uri, beside: Uri, overlay: string | undefined): Promise<void> {
  if (overlay === undefined) return;
  await workspace.fs.writeFile(beside, Buffer.from(overlay));
  const folders = foldersIn(overlay);
  // What ran here had its data somewhere: an empty folder in its place would pass for it.
  if (connection.kind === 'local' || folders.length === 0) return;
  for (const folder of folders) await workspace.fs.createDirectory(Uri.joinPath(file, '..', folder));
  void offerData(connection, file, beside, folders);
}

/** How the data of what ran at AWS comes to this machine. */
async function offerData(connection: Connection, file: Uri, beside: Uri, folders: readonly string[]): Promise<void> {
  const message = l10n.t(
    'To run {0} on this machine, put its data into {1}.',
    workspace.asRelativePath(file),
    folders.join(', '),
  );
  const download = l10n.t('Download Data');
  const later = l10n.t('Read It from S3 When It Runs');
  const choice = await window.showInformationMessage(message, download, later);
  if (choice === download) await commands.executeCommand('_sagemaker.downloadData', connection.id, beside);
  if (choice === later) await write(beside, { credentials: 'profile' });
}

async function write(file: Uri, overlay: Readonly<Record<string, unknown>>): Promise<void> {
  if (Object.keys(overlay).length === 0) return;
  await workspace.fs.writeFile(file, Buffer.from(`${JSON.stringify(overlay, undefined, 2)}\n`));
}

/** Tags are not told by Describe; who may not list them saves without. */
async function tagsOf({ connection, kind, name }: Ref): Promise<readonly Tag[]> {
  if (connection.tags === undefined) return [];
  const arn = arnIn(kind, await describe(await connection.sagemaker(), kind, name));
  return arn === undefined ? [] : connection.tags(arn);
}

async function askFile({ kind, name }: Ref): Promise<Uri | undefined> {
  const file = `${name}.${kind}.json`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showSaveDialog({
    title: l10n.t('Save as Request File'),
    filters: { [l10n.t('Request')]: ['json'] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, file) }),
  });
  return chosen;
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
