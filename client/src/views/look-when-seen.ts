import { Disposable, workspace } from 'vscode';
import type { TreeView } from 'vscode';
import type { LocalConnection } from '../connections/local-connection';

type Visible = Pick<TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>;

/** Looks for the Docker Engine each time that one of the views comes into sight: what is wrong is said before a run. */
export function lookWhenSeen(local: Pick<LocalConnection, 'look'>, views: readonly Visible[]): Disposable {
  const look = (): void => {
    if (workspace.isTrusted && views.some(({ visible }) => visible)) void local.look();
  };
  look();
  return Disposable.from(
    ...views.map((view) => view.onDidChangeVisibility(look)),
    workspace.onDidGrantWorkspaceTrust(look),
  );
}
