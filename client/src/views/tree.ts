import {
  type Disposable,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { TreeDataProvider } from 'vscode';
import { describe } from '../../../engine/src/session/by-kind';
import type { Kind } from '../../../engine/src/sagemaker';
import type { Connection } from '../connections/connection';
import type { Connections } from '../connections/connections';
import { isAborted, readError } from '../show-error';
import type { TreeNode } from './nodes';
import { Rows } from './rows';
import { contextValue, rowDescription, stateIcon } from './texts';

/** Connections as roots, below them their jobs or endpoints. Changes are followed only while the view is visible. */
export class JobTree implements TreeDataProvider<TreeNode> {
  private readonly changes = new EventEmitter<TreeNode | undefined>();
  private readonly roots = new Map<Connection, TreeNode>();
  private readonly rows = new Map<Connection, Rows>();
  private readonly following = new Map<Connection, Disposable>();
  private readonly connectionChanges: Disposable;
  private visible = false;
  private wanted: string | undefined;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly connections: Connections,
    private readonly kinds: readonly Kind[],
    /** What an empty root says. */
    private readonly empty: { readonly text: string; readonly detail: string },
  ) {
    this.connectionChanges = connections.onDidChange(() => {
      this.refresh();
    });
  }

  get filter(): string | undefined {
    return this.wanted;
  }

  /** Only names with this in them; undefined: all. */
  setFilter(text: string | undefined): void {
    this.wanted = text === '' ? undefined : text;
    this.refresh();
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    if (visible) this.refresh();
    else this.unfollow();
  }

  /** Reads everything again. */
  refresh(): void {
    this.rows.clear();
    this.changes.fire(undefined);
  }

  private async loadMore(connection: Connection): Promise<void> {
    await this.rows.get(connection)?.loadMore(await connection.sagemaker(), this.wanted);
    this.changes.fire(this.root(connection));
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.connections.all.map((connection) => this.root(connection));
    if (node.type !== 'root') return [];
    const { connection } = node;
    try {
      const rows = await this.rowsOf(connection);
      this.follow(connection);
      const shown: TreeNode[] = rows.all.map((row) => ({ type: 'row', connection, row }));
      if (shown.length === 0) return [this.emptyNode(connection)];
      return rows.more ? [...shown, { type: 'more', load: () => this.loadMore(connection) }] : shown;
    } catch (error) {
      if (isAborted(error)) return [];
      const { message, remedy = '' } = readError(error);
      return [{ type: 'message', connection, text: message, detail: remedy, failed: true }];
    }
  }

  getTreeItem(node: TreeNode): TreeItem {
    switch (node.type) {
      case 'root': {
        const item = new TreeItem(node.connection.label, TreeItemCollapsibleState.Expanded);
        item.id = node.connection.id;
        item.iconPath = new ThemeIcon(node.connection.kind === 'local' ? 'vm' : 'cloud');
        item.contextValue = `connection.${node.connection.kind}`;
        return item;
      }
      case 'row':
        return rowItem(node);
      case 'more': {
        const item = new TreeItem(l10n.t('Load more…'));
        item.iconPath = new ThemeIcon('ellipsis');
        item.command = { command: 'sagemaker.loadMore', title: l10n.t('Load more…'), arguments: [node] };
        return item;
      }
      case 'message': {
        const item = new TreeItem(node.text);
        item.tooltip = node.detail === '' ? node.text : `${node.text}\n${node.detail}`;
        item.description = node.detail;
        item.iconPath = new ThemeIcon(node.failed ? 'warning' : 'info');
        return item;
      }
    }
  }

  /** The tooltip is asked for when the pointer rests on it. */
  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    if (node.type !== 'row') return item;
    const { connection, row } = node;
    const told = await describe(await connection.sagemaker(), row.kind, row.name);
    const reason: unknown = Reflect.get(told, 'FailureReason');
    const tooltip = new MarkdownString();
    tooltip.appendMarkdown(`**${row.status}** `).appendText(row.name);
    if (row.created !== undefined) tooltip.appendText(`\n\n${row.created.toLocaleString()}`);
    if (typeof reason === 'string') tooltip.appendText(`\n\n${reason}`);
    item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    this.unfollow();
    this.connectionChanges.dispose();
    this.changes.dispose();
  }

  private root(connection: Connection): TreeNode {
    const root = this.roots.get(connection) ?? { type: 'root', connection };
    this.roots.set(connection, root);
    return root;
  }

  private emptyNode(connection: Connection): TreeNode {
    const none = { type: 'message' as const, connection, failed: false };
    return this.wanted === undefined
      ? { ...none, ...this.empty }
      : { ...none, text: l10n.t('Nothing with “{0}” in its name.', this.wanted), detail: '' };
  }

  private async rowsOf(connection: Connection): Promise<Rows> {
    const known = this.rows.get(connection);
    if (known !== undefined) return known;
    const rows = new Rows(this.kinds);
    await rows.load(await connection.sagemaker(), this.wanted);
    this.rows.set(connection, rows);
    return rows;
  }

  private follow(connection: Connection): void {
    if (!this.visible || this.following.has(connection)) return;
    const subscription = connection.onDidChange(({ kind, name, status, time }) => {
      if (!this.kinds.includes(kind)) return;
      const rows = this.rows.get(connection);
      if (status === undefined) rows?.remove(kind, name);
      else if (rows?.change(kind, name, status, time) === false) this.rows.delete(connection);
      this.changes.fire(this.root(connection));
    });
    this.following.set(connection, subscription);
  }

  private unfollow(): void {
    for (const subscription of this.following.values()) subscription.dispose();
    this.following.clear();
  }
}

function rowItem({ connection, row }: Extract<TreeNode, { type: 'row' }>): TreeItem {
  const item = new TreeItem(row.name);
  const { icon, colour } = stateIcon(row.status);
  item.id = `${connection.id}/${row.kind}/${row.name}`;
  item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
  item.description = rowDescription(row, new Date());
  item.contextValue = contextValue(row, connection.kind);
  item.accessibilityInformation = { label: `${row.name}, ${row.status}, ${item.description}` };
  item.command = {
    command: 'sagemaker.showLogs',
    title: l10n.t('Show Logs'),
    arguments: [{ connection, row, type: 'row' }],
  };
  return item;
}
