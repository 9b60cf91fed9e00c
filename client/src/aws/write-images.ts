import { l10n, Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { TextDocument } from 'vscode';
import type { NewImages } from '../../../engine/src/requests/replace-image';
import { loadEngine } from '../engine/load-engine';
import { REQUEST_PATTERN } from '../requests/documents';

/** Offers to write what was pushed into a request document, in the place of the image's old name, and into its overlay. */
export async function offerImages(request: Uri, images: NewImages): Promise<void> {
  if (Object.keys(images).length === 0) return;
  const write = l10n.t('Write into Request');
  const file = workspace.asRelativePath(request);
  const message = l10n.t(
    'Write the URI with the digest of what was pushed into {0}? It never means another image.',
    file,
  );
  if ((await window.showInformationMessage(message, write)) === write) await writeImages(request, images);
}

/** Does so; the files are left for the user to save. */
export async function writeImages(request: Uri, images: NewImages): Promise<void> {
  const engine = await loadEngine();
  const edit = new WorkspaceEdit();
  const document = await workspace.openTextDocument(request);
  replaceAll(edit, document, engine.replaceImages(document.getText(), images));
  const overlay = await workspace.openTextDocument(Uri.file(engine.overlayPathOf(request.fsPath))).then(
    (it) => it,
    () => undefined,
  );
  if (overlay !== undefined) replaceAll(edit, overlay, engine.renameOverlayImages(overlay.getText(), images));
  await workspace.applyEdit(edit);
}

/** Asks in which request documents, and in place of which image of theirs, the URI is written. */
export async function writeInto(uri: string): Promise<void> {
  const engine = await loadEngine();
  const files = await workspace.findFiles(REQUEST_PATTERN, '**/node_modules/**', 200);
  const items = await Promise.all(
    files.map(async (file) => {
      const images = engine.imagesIn((await workspace.openTextDocument(file)).getText());
      return images.map((image) => ({ label: workspace.asRelativePath(file), description: image, file, image }));
    }),
  );
  const placeHolder = l10n.t('Which images of which requests become the one that was pushed?');
  const picked = await window.showQuickPick(items.flat(), { placeHolder, canPickMany: true, matchOnDescription: true });
  for (const { file, image } of picked ?? []) await writeImages(file, { [image]: uri });
}

export function replaceAll(edit: WorkspaceEdit, document: TextDocument, text: string): void {
  const old = document.getText();
  if (text === old) return;
  edit.replace(document.uri, new Range(document.positionAt(0), document.positionAt(old.length)), text);
}
