import { l10n, Uri, workspace } from 'vscode';
import { notTrusted } from '../may-run';

/** What a tool can't do, in a sentence that a model and a person understand. */
export class ToolRefusal extends Error {}

/** A file of the workspace by its path, absolute or relative to a workspace folder. Others are not read. */
export async function workspaceFile(path: string): Promise<Uri> {
  const folders = workspace.workspaceFolders ?? [];
  const candidates = path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) ? [Uri.file(path)] : [];
  for (const { uri } of folders) candidates.push(Uri.joinPath(uri, path));
  for (const uri of candidates) {
    if (workspace.getWorkspaceFolder(uri) === undefined) continue;
    const found = await Promise.resolve(workspace.fs.stat(uri)).catch(() => undefined);
    if (found !== undefined) return uri;
  }
  throw new ToolRefusal(l10n.t('{0} is no file of the workspace.', path));
}

/** The same without looking whether it is there: for what is said before a tool runs. */
export function shownPath(path: string): string {
  return path.startsWith('/') ? workspace.asRelativePath(Uri.file(path)) : path;
}

/** Reading what is there is allowed anywhere; starting programs is not. */
export function mustBeTrusted(): void {
  if (!workspace.isTrusted) throw new ToolRefusal(notTrusted());
}
