import { commands, Disposable, env, l10n, Uri, window, workspace } from 'vscode';
import type { TreeDataProvider, TreeView } from 'vscode';
import { awsCommand } from '../aws/command';
import { loadAws } from '../aws/load-aws';
import { shownCommand } from '../commands/shown-command';
import type { Parts } from '../parts';
import { lookWhenSeen } from '../views/look-when-seen';
import { deleteImages } from './delete-images';
import { followImages } from './image-news';
import { ImagesTree } from './images-tree';
import { isEcrImage, isLocalImage, isRepository } from './nodes';
import type { EcrImageNode, ImagesNode, RepositoryNode } from './nodes';
import { pullImage } from './pull-image';
import { pushHere } from './push-here';

/** Changes come in bursts: one look is enough for all of them. */
const QUIET_MS = 300;

/** The Images view with its commands. */
export function registerImages(parts: Parts): Disposable {
  const { connections, results, log } = parts;
  const tree = new ImagesTree(connections, (dockerfile) => results.of(Uri.file(dockerfile)));
  const view = window.createTreeView('sagemaker.images', { treeDataProvider: tree, canSelectMany: true });
  return Disposable.from(
    tree,
    view,
    view.onDidCollapseElement(({ element }) => {
      tree.collapsed(element);
    }),
    view.onDidExpandElement(({ element }) => {
      tree.expanded(element);
    }),
    lookWhenSeen(connections.local, [view]),
    whileVisible(view, () => followChanges(parts, tree)),
    // What is offered changes with it.
    workspace.onDidGrantWorkspaceTrust(() => {
      tree.refresh();
    }),
    // Answers what VS Code asks for the rows.
    commands.registerCommand('sagemaker.refreshImages', (): TreeDataProvider<ImagesNode> => {
      tree.refresh();
      return tree;
    }),
    shownCommand(log, 'sagemaker.copyImageUri', (node, selected) =>
      env.clipboard.writeText(
        nodesOf(node, selected)
          .flatMap((it) => (isLocalImage(it) || isEcrImage(it) ? [it.image] : isRepository(it) ? [it.row.uri] : []))
          .join('\n'),
      ),
    ),
    shownCommand(log, 'sagemaker.copyImageDigest', (node, selected) =>
      env.clipboard.writeText(
        nodesOf(node, selected)
          .filter(isEcrImage)
          .map(({ digestUri }) => digestUri)
          .join('\n'),
      ),
    ),
    shownCommand(log, 'sagemaker.deleteImage', async (node, selected) => {
      await deleteImages(nodesOf(node, selected).filter(isLocalImage), connections.local);
    }),
    awsCommand(log, 'sagemaker.openEcrConsole', async (node) => {
      if (isRepository(node) || isEcrImage(node)) await openConsole(node);
    }),
    awsCommand(log, 'sagemaker.pullImage', async (node, selected) => {
      const pulled: string[] = [];
      for (const one of nodesOf(node, selected).filter(isEcrImage))
        pulled.push(await pullImage(one, connections.local));
      return pulled;
    }),
    awsCommand(log, 'sagemaker.pushHere', async (node) => {
      if (!isRepository(node)) return undefined;
      const pushed = await pushHere(node, parts);
      if (pushed !== undefined) tree.refreshRemote();
      return pushed;
    }),
  );
}

/** Those selected, when the one that a command was called on is among them. */
function nodesOf(node: unknown, selected: unknown): readonly unknown[] {
  const many: readonly unknown[] = Array.isArray(selected) ? selected : [];
  return many.includes(node) ? many : [node];
}

async function openConsole(node: RepositoryNode | EcrImageNode): Promise<void> {
  const { ecrConsoleLink } = await loadAws();
  const { region } = node.connection.name;
  const { name: repository, account } = isRepository(node) ? node.row : node.row.repository;
  const place = isRepository(node) ? { account, repository } : { account, repository, digest: node.row.digest };
  const link = ecrConsoleLink(place, region);
  if (link !== undefined) await env.openExternal(Uri.parse(link));
  else void window.showInformationMessage(l10n.t('The console of {0} is not known here.', region));
}

/** Something that is there only while the view is in sight. */
function whileVisible(view: TreeView<ImagesNode>, begin: () => Disposable): Disposable {
  let begun = view.visible ? begin() : undefined;
  const end = (): void => {
    begun?.dispose();
    begun = undefined;
  };
  return Disposable.from(
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) begun ??= begin();
      else end();
    }),
    new Disposable(end),
  );
}

/** Looks again at the images of this machine when something happens to them. */
function followChanges({ connections: { local }, results }: Parts, tree: ImagesTree): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      tree.refreshLocal();
    }, QUIET_MS);
  };
  tree.seen();
  return Disposable.from(
    followImages(local, soon),
    local.onDidChangeEngine(soon),
    local.onDidChangeImages(soon),
    results.onDidChange(soon),
    new Disposable(() => {
      clearTimeout(timer);
      tree.abort();
    }),
  );
}
