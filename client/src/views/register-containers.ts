import { commands, Disposable, Uri, window } from 'vscode';
import type { Parts } from '../parts';
import { ContainersTree } from './containers-tree';
import { lookWhenSeen } from './look-when-seen';

/** The view of the workspace's Dockerfiles for SageMaker. */
export function registerContainers(parts: Parts): Disposable {
  const tree = new ContainersTree(parts);
  const view = window.createTreeView('sagemaker.containers', { treeDataProvider: tree, showCollapseAll: false });
  if (view.visible) tree.setVisible(true);
  return Disposable.from(
    view,
    tree,
    lookWhenSeen(parts.connections.local, [view]),
    view.onDidChangeVisibility(({ visible }) => {
      tree.setVisible(visible);
    }),
    commands.registerCommand('sagemaker.refreshContainers', async () => {
      tree.refresh();
      return tree.items();
    }),
    commands.registerCommand('sagemaker.revealContainer', (target: unknown) =>
      target instanceof Uri ? commands.executeCommand('revealInExplorer', target) : undefined,
    ),
  );
}
