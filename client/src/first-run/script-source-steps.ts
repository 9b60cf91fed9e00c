import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import { NOT_IN } from '../workspace-files';
import { likelyPlaces } from './likely-places';
import { neighboursIn } from './neighbours';
import { likelyPrograms, sourceFolders } from './script-places';
import { pick, type } from './steps';
import type { Place } from './steps';

const MOST_SCRIPTS = 500;

/** Asks for the folder with the code, or of the model that has it. `path` undefined: a new one. */
export async function askSource(
  place: Place,
  isModel: boolean,
  newFolder: string,
): Promise<{ readonly path: string | undefined } | 'back' | undefined> {
  const root = workspace.workspaceFolders?.[0]?.uri;
  if (root === undefined) return undefined;
  const found = isModel ? modelsIn(root) : await foldersWithScripts();
  const placeholder = isModel
    ? l10n.t('Folder or .tar.gz of the model, with the script in its folder code')
    : l10n.t('Folder with the code: all of it is packed');
  const label = l10n.t('$(new-folder) A new folder, {0}, with a script to begin with', newFolder.replace('./', ''));
  const items = [
    ...found.map((path) => ({
      label: `${path.endsWith('.gz') ? '$(file-zip)' : '$(folder)'} ${workspace.asRelativePath(path)}`,
      what: 'there' as const,
      path,
    })),
    { label, what: 'new' as const, path: undefined },
    { label: l10n.t('$(folder-opened) Browse…'), what: 'browse' as const, path: undefined },
  ];
  const chosen = await pick(place, items, placeholder);
  if (chosen === undefined || chosen === 'back') return chosen;
  if (chosen.what !== 'browse') return { path: chosen.path };
  const options = { title: placeholder, canSelectFolders: true, canSelectFiles: isModel, defaultUri: root };
  const [uri] = (await window.showOpenDialog(options)) ?? [];
  return uri === undefined ? askSource(place, isModel, newFolder) : { path: uri.fsPath };
}

/** Asks which script is run. */
export async function askProgram(
  place: Place,
  source: string | undefined,
  isModel: boolean,
  usual: string,
): Promise<{ readonly program: string } | 'back' | undefined> {
  const folder = source === undefined || !isModel ? source : join(source, 'code');
  const names = folder === undefined || !existsSync(folder) ? [] : scriptsIn(folder);
  if (names.length > 0) {
    const items = likelyPrograms(names, usual).map((name) => ({ label: `$(file-code) ${name}`, name }));
    const chosen = await pick(place, items, l10n.t('Which script is run?'));
    return chosen === undefined || chosen === 'back' ? chosen : { program: chosen.name };
  }
  const prompt = l10n.t('The script that is run, in the folder with the code');
  const wrong = (text: string): string | undefined =>
    /^[\w.-]+(?:\/[\w.-]+)*\.(?:py|sh)$/.test(text.trim()) ? undefined : l10n.t('Name a .py or .sh file.');
  const answer = await type(place, { prompt, placeholder: usual, value: usual, wrong });
  return answer === undefined || answer === 'back' ? answer : { program: answer.text.trim() };
}

function scriptsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /\.(?:py|sh)$/.test(name));
}

function modelsIn(root: Uri): readonly string[] {
  const places = likelyPlaces(neighboursIn(root.fsPath, { kind: 'image', image: '' }), 'model');
  return places.map((name) => join(root.fsPath, name));
}

/** Absolute. */
async function foldersWithScripts(): Promise<readonly string[]> {
  const root = workspace.workspaceFolders?.[0]?.uri;
  if (root === undefined) return [];
  const scripts = await workspace.findFiles('**/*.py', NOT_IN, MOST_SCRIPTS);
  const inRoot = scripts.filter(({ fsPath }) => fsPath.startsWith(root.fsPath));
  return sourceFolders(inRoot.map((uri) => workspace.asRelativePath(uri, false))).map(
    (path) => Uri.joinPath(root, path).fsPath,
  );
}
