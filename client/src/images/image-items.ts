import {
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
} from 'vscode';
import { itemOf } from '../views/tree-items';
import {
  ecrDescription,
  ecrName,
  localDescription,
  localIcon,
  localLines,
  localName,
  repositoryDescription,
} from './image-texts';
import type { EcrImageNode, ImagesNode, LocalImageNode, RepositoryNode } from './nodes';

/** How a node of the Images view looks. */
export function imageItemOf(node: ImagesNode): TreeItem {
  if (node.type === 'local-image') return localItem(node);
  if (node.type === 'repository') return repositoryItem(node);
  return node.type === 'ecr-image' ? ecrItem(node) : itemOf(node);
}

function localItem({ image, row, known }: LocalImageNode): TreeItem {
  const item = new TreeItem(localName(row), TreeItemCollapsibleState.None);
  const { icon, colour } = localIcon(known);
  item.id = `local/${image}`;
  item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
  item.description = localDescription(row, known, (path) => workspace.asRelativePath(path), new Date(), l10n);
  item.tooltip = new MarkdownString(localLines(row, known, l10n).join('\n\n'));
  item.contextValue = 'image.local';
  item.accessibilityInformation = { label: `${image}, ${item.description}` };
  if (known.dockerfile !== undefined) {
    item.command = {
      command: 'vscode.open',
      title: l10n.t('Open Dockerfile'),
      arguments: [Uri.file(known.dockerfile)],
    };
  }
  return item;
}

function repositoryItem({ connection, row }: RepositoryNode): TreeItem {
  const item = new TreeItem(row.name, TreeItemCollapsibleState.Collapsed);
  item.id = `${connection.id}/${row.name}`;
  item.iconPath = new ThemeIcon('repo');
  item.description = repositoryDescription(row, new Date(), l10n);
  item.tooltip = row.uri;
  item.contextValue = 'repository.aws';
  item.accessibilityInformation = { label: `${row.name}, ${item.description}` };
  return item;
}

function ecrItem({ connection, row, image }: EcrImageNode): TreeItem {
  const name = ecrName(row);
  const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
  const { refusal } = row.format;
  item.id = `${connection.id}/${row.repository.name}@${row.digest}`;
  item.iconPath =
    refusal === undefined
      ? new ThemeIcon('package')
      : new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  item.description = ecrDescription(row, new Date(), l10n);
  item.tooltip = [image, row.digest, ...(refusal === undefined ? [] : [`${refusal.message} ${refusal.remedy}`])].join(
    '\n',
  );
  item.contextValue = 'image.aws';
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  return item;
}
