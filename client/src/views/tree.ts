import { EventEmitter, l10n, MarkdownString } from 'vscode';
import type { Disposable, TreeDataProvider, TreeItem } from 'vscode';
import { describe } from '../../../engine/src/session/by-kind';
import type { Kind } from '../../../engine/src/sagemaker';
import type { Connection } from '../connections/connection';
import type { Connections } from '../connections/connections';
import { isAborted } from '../show-error';
import { Branches, isBranch } from './branches';
import { arranged, isFiltering, listsOf } from './job-filter';
import type { JobFilter } from './job-filter';
import { messageNodes } from './nodes';
import type { Message, TreeNode } from './nodes';
import { Reads } from './reads';
import { Roots } from './roots';
import { rowDetails } from './row-details';
import { Rows } from './rows';
import { detailNodes, errorNodes, itemOf, problemNodes } from './tree-items';

/** Connections as roots, below them their jobs or endpoints. Changes are followed only while the view is visible. */
export class JobTree implements TreeDataProvider<TreeNode> {
  private readonly changes = new EventEmitter<TreeNode | undefined>();
  private readonly roots = new Roots((root) => {
    this.changes.fire(root);
  });
  private readonly rows = new Map<Connection, Rows>();
  private readonly following = new Map<Connection, Disposable>();
  private readonly reads = new Reads<Connection>();
  private readonly branches = new Branches(this.reads, (node) => {
    this.changes.fire(node);
  });
  private readonly connectionChanges: Disposable;
  private visible = false;
  private wanted: JobFilter = {};

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly connections: Connections,
    private readonly kinds: readonly Kind[],
    /** What an empty root says. */
    private readonly empty: (connection: Connection) => Omit<Message, 'failed'>,
  ) {
    this.connectionChanges = connections.onDidChange(() => {
      this.dropGone();
      this.refresh();
    });
  }

  get filter(): JobFilter {
    return this.wanted;
  }

  setFilter(filter: JobFilter): void {
    this.wanted = filter;
    this.refresh();
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    if (visible) this.refresh();
    else {
      this.reads.abortAll();
      this.unfollow();
    }
  }

  /** Nobody waits for the pages of a root that was collapsed. */
  collapsed(node: TreeNode): void {
    if (node.type === 'root') this.reads.abort(node.connection);
  }

  /** Reads again what was broken off when it was collapsed. */
  expanded(node: TreeNode): void {
    if (node.type === 'root' && this.reads.takeCut(node.connection)) this.changes.fire(node);
  }

  /** Reads everything again. */
  refresh(): void {
    this.rows.clear();
    this.branches.clear();
    this.changes.fire(undefined);
  }

  private async loadMore(connection: Connection): Promise<void> {
    await this.reads.during(connection, async (signal) =>
      this.rows.get(connection)?.loadMore(await connection.sagemaker(), signal),
    );
    this.changes.fire(this.roots.of(connection));
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.connections.all.map((connection) => this.roots.of(connection));
    if (node.type === 'detail') return detailNodes(node.detail.children ?? []);
    if (node.type === 'row') return rowDetails(node);
    if (isBranch(node)) return this.branches.childrenOf(node);
    if (node.type !== 'root') return [];
    const { connection } = node;
    const problems = problemNodes(connection);
    try {
      const rows = await this.rowsOf(connection);
      this.follow(connection);
      const wanted = arranged(rows.all, this.wanted, new Date());
      const shown: TreeNode[] = wanted.map((row) => ({ type: 'row', connection, row }));
      const more: TreeNode[] = rows.more ? [{ type: 'more', load: () => this.loadMore(connection) }] : [];
      const groups = isFiltering(this.wanted) ? [] : this.branches.groupsOf(connection, this.kinds);
      if (shown.length > 0) return [...problems, ...shown, ...more, ...groups];
      // Where nothing can be run, an invitation to do so would lead nowhere.
      const empty = problems.length > 0 && !isFiltering(this.wanted) ? [] : this.emptyNodes(connection);
      return [...problems, ...empty, ...more, ...groups];
    } catch (error) {
      if (isAborted(error)) return [];
      return [...errorNodes(error)];
    }
  }

  getTreeItem(node: TreeNode): TreeItem {
    return itemOf(node);
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
    const warning = connection.note?.(row)?.warning;
    if (warning !== undefined) tooltip.appendText(`\n\n${warning}`);
    item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    this.reads.abortAll();
    this.unfollow();
    this.roots.dispose();
    this.connectionChanges.dispose();
    this.changes.dispose();
  }

  /** Forgets the connections that were removed. */
  private dropGone(): void {
    for (const connection of this.roots.dropGone(this.connections.all)) {
      this.reads.abort(connection);
      this.following.get(connection)?.dispose();
      this.following.delete(connection);
      this.rows.delete(connection);
    }
  }

  private emptyNodes(connection: Connection): readonly TreeNode[] {
    if (!isFiltering(this.wanted)) return messageNodes({ ...this.empty(connection), failed: false });
    const action = { title: l10n.t('Clear Filter'), command: 'sagemaker.clearJobFilter', arguments: [] };
    const text = l10n.t('Nothing that was read passes the filter.');
    return messageNodes({ text, detail: '', failed: false, actions: [action] });
  }

  private async rowsOf(connection: Connection): Promise<Rows> {
    const known = this.rows.get(connection);
    if (known !== undefined) return known;
    const rows = new Rows(listsOf(this.kinds, this.wanted, new Date()));
    await this.reads.during(connection, async (signal) => rows.load(await connection.sagemaker(), signal));
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
      this.changes.fire(this.roots.of(connection));
    });
    this.following.set(connection, subscription);
  }

  private unfollow(): void {
    for (const subscription of this.following.values()) subscription.dispose();
    this.following.clear();
  }
}
