import { workspace } from 'vscode';
import type { Uri, WorkspaceFolder } from 'vscode';
import { dockerfilesOfWorkspace } from '../builds/choose-dockerfile';
import type { Parts } from '../parts';
import { REQUEST_PATTERN } from '../requests/documents';
import { askStatus } from '../status/ask-status';
import { NOT_IN } from '../workspace-files';
import { actionOfRequest, actionsOf } from './definition';
import type { Action } from './definition';

/** The list of tasks is for people: with more, they write their own `tasks.json`. */
const MOST = 50;

export interface FoundTask {
  readonly folder: WorkspaceFolder;
  readonly action: Action;
  /** Relative to the folder, with forward slashes. */
  readonly dockerfile?: string;
  readonly request?: string;
}

/** What there is to do in the workspace: with each Dockerfile that has a role, and with each request document. */
export async function findTasks(parts: Parts): Promise<readonly FoundTask[]> {
  const [dockerfiles, requests] = await Promise.all([
    dockerfilesOfWorkspace(),
    workspace.findFiles(REQUEST_PATTERN, NOT_IN, MOST),
  ]);
  const ofDockerfiles = await Promise.all(dockerfiles.slice(0, MOST).map((uri) => tasksOf(parts, uri)));
  const ofRequests = requests.flatMap((uri): FoundTask | readonly FoundTask[] => {
    const folder = workspace.getWorkspaceFolder(uri);
    const action = actionOfRequest(uri.path);
    return folder === undefined || action === undefined ? [] : { folder, action, request: pathIn(uri) };
  });
  return [...ofDockerfiles.flat(), ...ofRequests];
}

async function tasksOf(parts: Parts, uri: Uri): Promise<readonly FoundTask[]> {
  const folder = workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return [];
  const status = await askStatus(parts, uri).catch(() => undefined);
  const roles = status?.roles ?? [];
  return roles.length === 0 ? [] : actionsOf(roles).map((action) => ({ folder, action, dockerfile: pathIn(uri) }));
}

function pathIn(uri: Uri): string {
  return workspace.asRelativePath(uri, false).replaceAll('\\', '/');
}
