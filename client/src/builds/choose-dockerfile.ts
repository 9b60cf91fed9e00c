import { l10n, Uri, window, workspace } from 'vscode';
import { DOCKERFILE } from '../host/options';
import { DOCKERFILES, NOT_IN } from '../workspace-files';

const MOST = 200;

/**
 * A Dockerfile (its URI, or the text of one), the one that is edited, or what the user chooses among those of the
 * workspace. Undefined: the user has cancelled, or has seen why there is none.
 */
export async function chooseDockerfile(target: unknown, title: string): Promise<Uri | undefined> {
  if (target instanceof Uri) return target;
  if (typeof target === 'string') return Uri.parse(target);
  const active = window.activeTextEditor?.document;
  if (active?.languageId === DOCKERFILE && active.uri.scheme === 'file') return active.uri;
  const found = await dockerfilesOfWorkspace();
  if (found.length === 0) {
    void window.showInformationMessage(
      l10n.t('There is no Dockerfile in this workspace: create one, or open its folder.'),
    );
    return undefined;
  }
  const items = found.map((uri) => ({ label: `$(file) ${workspace.asRelativePath(uri)}`, uri }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t('Which Dockerfile?') }))?.uri;
}

/** All Dockerfiles of the workspace, by their paths; of a huge workspace the first ones that are found. */
export async function dockerfilesOfWorkspace(): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(DOCKERFILES, NOT_IN, MOST);
  return found.filter(({ path }) => !path.endsWith('.dockerignore')).sort((a, b) => (a.path < b.path ? -1 : 1));
}
