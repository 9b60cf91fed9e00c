import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Connection } from '../connections/connection';
import { readError } from '../show-error';
import type { ErrorAction } from '../show-error';
import type { Detail } from './details';
import { messageNodes } from './nodes';
import type { MessageNode, PartGroupNode, PartNode, RowNode, TreeNode, TuningNode } from './nodes';
import { contextValue, duration, isUnfinished, rowDescription, stateIcon, tuningDescription } from './texts';

/** How a node looks. */
export function itemOf(node: TreeNode): TreeItem {
  switch (node.type) {
    case 'root':
      return rootItem(node.connection);
    case 'row':
      return rowItem(node);
    case 'tuning-group': {
      const item = new TreeItem(l10n.t('Hyperparameter tuning'), TreeItemCollapsibleState.Collapsed);
      item.id = `${node.connection.id}/tuning`;
      item.iconPath = new ThemeIcon('settings');
      return item;
    }
    case 'tuning':
      return tuningItem(node);
    case 'part-group':
      return partGroupItem(node);
    case 'part':
      return partItem(node);
    case 'detail':
      return detailItem(node.detail);
    case 'more': {
      const item = new TreeItem(l10n.t('Load more…'));
      item.iconPath = new ThemeIcon('ellipsis');
      item.command = { command: 'sagemaker.loadMore', title: l10n.t('Load more…'), arguments: [node] };
      return item;
    }
    case 'message':
      return messageItem(node);
    case 'action': {
      const item = new TreeItem(node.action.title);
      item.tooltip = node.action.title;
      item.iconPath = new ThemeIcon('arrow-small-right');
      item.command = commandOf(node.action);
      return item;
    }
  }
}

/** What is wrong with a connection and what can be done; none: all is well. */
export function problemNodes({ problem }: Connection): readonly TreeNode[] {
  if (problem === undefined) return [];
  const { headline, message, remedy, actions } = problem;
  return messageNodes({ text: headline, detail: `${message} ${remedy}`.trim(), failed: true, actions });
}

export function errorNodes(error: unknown): readonly TreeNode[] {
  const { message, remedy = '', actions } = readError(error);
  return messageNodes({ text: message, detail: remedy, failed: true, actions });
}

/** A few words in place of children. */
export function itemlessNodes(text: string): readonly TreeNode[] {
  return messageNodes({ text, detail: '', failed: false, actions: [] });
}

export function detailNodes(details: readonly Detail[]): TreeNode[] {
  return details.map((detail) => ({ type: 'detail', detail }));
}

function rootItem(connection: Connection): TreeItem {
  const item = new TreeItem(connection.label, TreeItemCollapsibleState.Expanded);
  item.id = connection.id;
  item.description = connection.description ?? false;
  if (connection.tooltip !== undefined) item.tooltip = new MarkdownString(connection.tooltip);
  item.iconPath = new ThemeIcon(connection.kind === 'local' ? 'vm' : 'cloud');
  item.contextValue = `connection.${connection.kind}`;
  return item;
}

function tuningItem({ connection, row }: TuningNode): TreeItem {
  const item = new TreeItem(row.name, TreeItemCollapsibleState.Collapsed);
  const { icon, colour } = stateIcon(row.status);
  item.id = `${connection.id}/tuning/${row.name}`;
  item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
  item.description = tuningDescription(row, new Date(), l10n);
  item.tooltip = `${row.status} ${row.name}`;
  item.contextValue = `tuning.${isUnfinished(row.status) ? 'running' : 'over'}.${connection.kind}`;
  item.accessibilityInformation = { label: `${row.name}, ${row.status}, ${item.description}` };
  return item;
}

function partGroupItem({ connection, kind }: PartGroupNode): TreeItem {
  const label = kind === 'model' ? l10n.t('Models') : l10n.t('Endpoint configurations');
  const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
  item.id = `${connection.id}/parts/${kind}`;
  item.iconPath = new ThemeIcon(kind === 'model' ? 'symbol-class' : 'settings-gear');
  return item;
}

function partItem({ connection, row: { kind, name, created } }: PartNode): TreeItem {
  const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
  item.id = `${connection.id}/parts/${kind}/${name}`;
  item.iconPath = new ThemeIcon(kind === 'model' ? 'symbol-class' : 'settings-gear');
  if (created !== undefined) item.description = l10n.t('{0} ago', duration(Date.now() - created.getTime()));
  item.contextValue = `part.${kind}`;
  item.accessibilityInformation = { label: `${name} ${String(item.description ?? '')}`.trim() };
  return item;
}

function rowItem({ connection, row, below, told }: RowNode): TreeItem {
  const item = new TreeItem(row.name, TreeItemCollapsibleState.Collapsed);
  const { icon, colour } = stateIcon(row.status);
  const note = connection.note?.(row);
  item.id = [connection.id, ...(below === undefined ? [] : [below]), row.kind, row.name].join('/');
  item.iconPath =
    note?.warning === undefined
      ? new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour))
      : new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  item.description = [told, rowDescription(row, new Date(), l10n), note?.text].filter(Boolean).join(' · ');
  item.contextValue = contextValue(row, connection.kind);
  item.accessibilityInformation = { label: `${row.name}, ${row.status}, ${item.description}` };
  item.command = {
    command: 'sagemaker.showLogs',
    title: l10n.t('Show Logs'),
    arguments: [{ connection, row, type: 'row' }],
  };
  return item;
}

function detailItem({ label, value, icon, children = [], action }: Detail): TreeItem {
  const item = new TreeItem(
    label,
    children.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.description = value;
  item.tooltip = `${label}: ${value}`;
  item.iconPath = new ThemeIcon(icon);
  item.contextValue = 'detail';
  item.accessibilityInformation = { label: `${label}: ${value}` };
  if (action !== undefined) item.command = commandOf(action);
  return item;
}

/** Views are narrow: the sentence comes first, that of a failure has the whole row, and all of it is in the tooltip. */
function messageItem({ text, detail, failed }: MessageNode): TreeItem {
  const item = new TreeItem(text);
  item.tooltip = detail === '' ? text : `${text}\n${detail}`;
  if (!failed) item.description = detail;
  item.iconPath = failed ? new ThemeIcon('warning', new ThemeColor('list.warningForeground')) : new ThemeIcon('info');
  item.accessibilityInformation = { label: `${text} ${detail}`.trim() };
  return item;
}

function commandOf({ title, command, arguments: values }: ErrorAction) {
  return { command, title, arguments: [...values] };
}
