import { RelativePattern, workspace } from 'vscode';
import type { Uri } from 'vscode';
import { NOT_IN } from '../workspace-files';
import { bestMatch } from './best-match';

const MOST = 50;

/** The file of the workspace that a file of a container came from, found by its path; undefined: none is like it. */
export async function localFileOf(path: string, near?: Uri): Promise<Uri | undefined> {
  const name = path.split('/').at(-1) ?? '';
  if (name === '' || /[*?[\]{}]/.test(name)) return undefined;
  const folder = near === undefined ? undefined : workspace.getWorkspaceFolder(near);
  const pattern = folder === undefined ? `**/${name}` : new RelativePattern(folder, `**/${name}`);
  const found = await workspace.findFiles(pattern, NOT_IN, MOST);
  const best = bestMatch(
    path,
    found.map((uri) => uri.path),
    near?.path,
  );
  return found.find((uri) => uri.path === best);
}
