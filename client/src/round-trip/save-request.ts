import { l10n, Uri, window, workspace } from 'vscode';
import type { Tag } from '@aws-sdk/client-sagemaker';
import { arnIn, describe } from '../../../engine/src/session/by-kind';
import { AwsConnection } from '../aws/aws-connection';
import { loadAws } from '../aws/load-aws';
import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';

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
  if (overlay !== undefined && !(await exists(beside))) await workspace.fs.writeFile(beside, Buffer.from(overlay));
  await window.showTextDocument(await workspace.openTextDocument(file));
  return file;
}

/** Tags are not told by Describe; who may not list them saves without. */
async function tagsOf({ connection, kind, name }: Ref): Promise<readonly Tag[]> {
  if (!(connection instanceof AwsConnection)) return [];
  const arn = arnIn(kind, await describe(await connection.sagemaker(), kind, name));
  if (arn === undefined) return [];
  const [aws, { session }] = await Promise.all([loadAws(), connection.open()]);
  return aws.tagsOf(session, arn, new AbortController().signal).catch(() => []);
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
