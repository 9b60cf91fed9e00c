import { basename, join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import { loadEngine } from '../engine/load-engine';

/**
 * Import Project: finds a project of another tool, shows what it is and what is written, and writes it when the user agrees.
 * `given`: the folder; without it the user chooses. Answers the request files that were written.
 */
export async function importProject(given: unknown, sure: boolean): Promise<readonly Uri[] | undefined> {
  const folder = given instanceof Uri ? given : await chooseFolder();
  if (folder === undefined) return undefined;
  const engine = await loadEngine();
  const found = engine.findProject(engine.diskFiles(folder.fsPath), basename(folder.fsPath));
  if (found === undefined) {
    void window.showInformationMessage(
      l10n.t(
        'Nothing is known of {0}: it is no project of sagify or easy_sm, has no local_test/test_dir beside a Dockerfile, and no compose file that mounts folders of SageMaker.',
        folder.fsPath,
      ),
    );
    return undefined;
  }
  const title = l10n.t('{0}, known by {1}.', engine.IMPORT_TITLES[found.kind], found.evidence);
  const sentences = [...found.explanation, ...found.remarks];
  if (found.files.length === 0) {
    void window.showWarningMessage([title, ...sentences].join(' '));
    return undefined;
  }
  if (!sure && !(await agreed(title, [...sentences, '', ...found.files.map(({ path }) => path)]))) return undefined;
  await engine.writeNewFiles(folder.fsPath, found.files);
  const requests = found.files.filter(({ path }) => !path.endsWith('.local.json'));
  const uris = requests.map(({ path }) => Uri.file(join(folder.fsPath, path)));
  for (const uri of uris) await window.showTextDocument(uri, { preview: false });
  return uris;
}

async function agreed(title: string, lines: readonly string[]): Promise<boolean> {
  const write = l10n.t('Write Request Files');
  return (await window.showInformationMessage(title, { modal: true, detail: lines.join('\n') }, write)) === write;
}

async function chooseFolder(): Promise<Uri | undefined> {
  const browse = l10n.t('$(folder-opened) Browse…');
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const items = folders.map(({ name, uri }) => ({ label: `$(folder) ${name}`, uri }));
  if (items.length > 0) {
    const options = { title: l10n.t('Import Project'), placeHolder: l10n.t('Which folder?') };
    const chosen = await window.showQuickPick<{ readonly label: string; readonly uri?: Uri }>(
      [...items, { label: browse }],
      options,
    );
    if (chosen === undefined || chosen.uri !== undefined) return chosen?.uri;
  }
  const [folder] =
    (await window.showOpenDialog({
      title: l10n.t('Folder of the project'),
      openLabel: l10n.t('Look Here'),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  return folder;
}
