import { EventEmitter, l10n, workspace } from 'vscode';
import type { Disposable, TreeDataProvider, TreeItem } from 'vscode';
import type { AwsConnection } from '../aws/aws-connection';
import type { Connection } from '../connections/connection';
import type { Connections } from '../connections/connections';
import { isAborted } from '../show-error';
import type { ContractResults } from '../testing/results-tally';
import type { RootNode } from '../views/nodes';
import { Roots } from '../views/roots';
import { detailNodes, errorNodes, problemNodes } from '../views/tree-items';
import { EcrBranch } from './ecr-branch';
import { noImages, noLocalImages, noRepositories, notTrustedHere, sortedSoFar } from './empty-images';
import { imageItemOf } from './image-items';
import { ecrDetails } from './image-texts';
import { LocalBranch } from './local-branch';
import { isAws } from './nodes';
import type { EcrImageNode, ImagesNode, RepositoryNode } from './nodes';

/** Connections as roots: below this machine its images, below a profile and region the repositories of ECR with theirs. */
export class ImagesTree implements TreeDataProvider<ImagesNode> {
  private readonly changes = new EventEmitter<ImagesNode | undefined>();
  private readonly roots = new Roots((root) => {
    // Asking who calls fires it as well: what looks the same is not asked again.
    if (this.hasNewLook(root.connection)) this.changes.fire(root);
  });
  private readonly looks = new WeakMap<Connection, string>();
  private readonly local: LocalBranch;
  private readonly ecr = new EcrBranch((opened) => {
    this.changes.fire('type' in opened ? opened : this.root(opened));
  });
  private readonly connectionChanges: Disposable;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly connections: Pick<Connections, 'all' | 'local' | 'onDidChange'>,
    /** What the contract tests of a Dockerfile (its path) last found. */
    resultsOf: (dockerfile: string) => ContractResults | undefined,
  ) {
    this.local = new LocalBranch(connections.local, resultsOf, () => {
      this.changes.fire(this.root(connections.local));
    });
    this.connectionChanges = connections.onDidChange(() => {
      this.dropGone();
      this.refresh();
    });
  }

  /** Reads everything again. */
  refresh(): void {
    this.local.clear();
    this.ecr.clear();
    this.changes.fire(undefined);
  }

  /** Images of this machine have changed. */
  refreshLocal(): void {
    this.local.clear();
    this.changes.fire(this.root(this.connections.local));
  }

  /** Something was pushed, perhaps: what ECR holds is read again. */
  refreshRemote(): void {
    this.ecr.clear();
    for (const root of this.roots.all) if (root.connection.kind === 'aws') this.changes.fire(root);
  }

  /** In sight again: this machine is looked at anew, and what was broken off is read again. */
  seen(): void {
    this.local.clear();
    this.changes.fire(undefined);
  }

  /** Nobody waits for what is read for a view that is hidden. */
  abort(): void {
    this.local.abort();
    this.ecr.abortAll();
  }

  /** Nor for the pages of a node that was collapsed. */
  collapsed(node: ImagesNode): void {
    const opened = openedOf(node);
    if (opened === 'local') this.local.abort();
    else if (opened !== undefined) this.ecr.abort(opened);
  }

  /** Reads again what was broken off when it was collapsed. */
  expanded(node: ImagesNode): void {
    const opened = openedOf(node);
    const cut = opened === 'local' ? this.local.takeCut() : opened !== undefined && this.ecr.takeCut(opened);
    if (cut) this.changes.fire(node);
  }

  async getChildren(node?: ImagesNode): Promise<ImagesNode[]> {
    try {
      return await this.children(node);
    } catch (error) {
      return isAborted(error) ? [] : [...errorNodes(error)];
    }
  }

  getTreeItem(node: ImagesNode): TreeItem {
    return imageItemOf(node);
  }

  dispose(): void {
    this.abort();
    this.roots.dispose();
    this.connectionChanges.dispose();
    this.changes.dispose();
  }

  private async children(node: ImagesNode | undefined): Promise<ImagesNode[]> {
    if (node === undefined) return this.connections.all.map((connection) => this.root(connection));
    if (node.type === 'root') return isAws(node.connection) ? this.repositories(node.connection) : this.localImages();
    if (node.type === 'repository') return this.images(node);
    if (node.type === 'ecr-image') return this.details(node);
    return node.type === 'detail' ? detailNodes(node.detail.children ?? []) : [];
  }

  private async localImages(): Promise<ImagesNode[]> {
    if (!workspace.isTrusted) return [...notTrustedHere()];
    const problems = problemNodes(this.connections.local);
    if (problems.length > 0) return [...problems];
    const images = await this.local.children();
    return images.length === 0 ? [...noLocalImages()] : [...images];
  }

  private async repositories(connection: AwsConnection): Promise<ImagesNode[]> {
    const { nodes, more } = await this.ecr.repositoriesOf(connection);
    return nodes.length === 0 && more.length === 0 ? [...noRepositories()] : [...nodes, ...more];
  }

  private async images(repository: RepositoryNode): Promise<ImagesNode[]> {
    const { nodes, more, sortedSoFar: sorted } = await this.ecr.imagesOf(repository);
    if (nodes.length === 0 && more.length === 0) return [...noImages()];
    return [...nodes, ...(sorted === undefined ? [] : sortedSoFar(sorted)), ...more];
  }

  /** What the list told stays readable when the image itself may not be read. */
  private async details(node: EcrImageNode): Promise<ImagesNode[]> {
    try {
      return detailNodes(ecrDetails(node.row, await this.ecr.detailsOf(node), l10n));
    } catch (error) {
      if (isAborted(error)) throw error;
      return [...detailNodes(ecrDetails(node.row, undefined, l10n)), ...errorNodes(error)];
    }
  }

  private root(connection: Connection): RootNode {
    if (!this.looks.has(connection)) this.looks.set(connection, lookOf(connection));
    return this.roots.of(connection);
  }

  private hasNewLook(connection: Connection): boolean {
    const look = lookOf(connection);
    const before = this.looks.get(connection);
    this.looks.set(connection, look);
    return look !== before;
  }

  /** Forgets the connections that were removed. */
  private dropGone(): void {
    for (const connection of this.roots.dropGone(this.connections.all))
      if (isAws(connection)) this.ecr.abort(connection);
  }
}

/** All that a root shows of its connection. */
function lookOf({ description, tooltip, problem }: Connection): string {
  return JSON.stringify([description, tooltip, problem]);
}

/** What is read for a node; undefined: nothing that takes long. */
function openedOf(node: ImagesNode): 'local' | AwsConnection | RepositoryNode | undefined {
  if (node.type === 'repository') return node;
  if (node.type !== 'root') return undefined;
  return isAws(node.connection) ? node.connection : 'local';
}
