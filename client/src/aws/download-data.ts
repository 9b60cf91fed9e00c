import { dirname, resolve } from 'node:path';
import { l10n, window, workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { DownloadFile } from '../../../engine/src/aws/download';
import { sizeText } from '../../../engine/src/session/size-text';
import { loadEngine } from '../engine/load-engine';
import type { AwsConnection } from './aws-connection';
import { loadAws } from './load-aws';
import { withSignal } from './with-signal';

/** Downloads what an overlay has folders for, once the user has seen how much it is. False: decided otherwise. */
export async function downloadData(root: AwsConnection, overlay: Uri): Promise<boolean> {
  const [aws, engine] = await Promise.all([loadAws(), loadEngine()]);
  await root.whoami();
  const { session } = await root.open();
  const folder = dirname(overlay.fsPath);
  const text = (await workspace.openTextDocument(overlay)).getText();
  const places = Object.entries(engine.parseOverlay(text).overlay.s3);
  const files = await withSignal(l10n.t('What is in S3'), async (tell, signal) => {
    const found: DownloadFile[] = [];
    for (const [uri, to] of places) {
      tell(uri);
      found.push(...(await aws.filesToDownload(session, uri, resolve(folder, to), signal)));
    }
    return found;
  });
  const size = sizeText(files.reduce((all, { object }) => all + object.size, 0));
  const act = l10n.t('Download');
  const question = l10n.t('Download {0} files, {1}, from {2}?', files.length, size, root.label);
  const detail = places.map(([uri, to]) => `${uri} → ${to}`).join('\n');
  if ((await window.showWarningMessage(question, { modal: true, detail }, act)) !== act) return false;
  await withSignal(l10n.t('Downloading from {0}', root.label), (tell, signal) =>
    aws.download(
      session,
      files,
      ({ filesDone, files: all, current, total }) => {
        tell.bytes(l10n.t('{0} of {1} files', filesDone, all), current, total);
      },
      signal,
    ),
  );
  return true;
}
