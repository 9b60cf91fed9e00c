import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  workspace,
} from 'vscode';
import type { TreeDataProvider, Uri } from 'vscode';
import { isAborted } from '../show-error';
import type { Parts } from '../parts';
import { REQUEST_PATTERN } from '../requests/documents';
import { askStatus } from '../status/ask-status';
import { DOCKERFILES, NOT_IN } from '../workspace-files';
import { containerDescription, containerIcon, containerLines, requestsOf } from './container-texts';
import type { Container, LatestImage } from './container-texts';
import { latestImages } from './latest-images';

/** A workspace with more is a collection of other people's. */
const MOST = 200;
const MOST_REQUESTS = 500;
/** Files come in bursts: one look is enough for all of them. */
const QUIET_MS = 300;

/** A Dockerfile as the view shows it. */
export interface ShownContainer {
  readonly item: TreeItem;
  /** Paths of its request documents, from the workspace. */
  readonly requests: readonly string[];
}

/** Dockerfiles that are meant for SageMaker, below each its request documents. Nodes are files, as commands take them. */
export class ContainersTree implements TreeDataProvider<Uri> {
  private readonly changes = new EventEmitter<undefined>();
  private readonly containers = new Map<string, Container>();
  private requests: readonly Uri[] = [];
  private dockerfiles: readonly Uri[] = [];
  private following: Disposable | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly parts: Parts) {}

  setVisible(visible: boolean): void {
    if (!visible) {
      this.following?.dispose();
      this.following = undefined;
    } else if (this.following === undefined) {
      this.following = this.follow();
      this.refresh();
    }
  }

  refresh(): void {
    this.changes.fire(undefined);
  }

  /** What the view shows, each item with those below it. */
  async items(): Promise<readonly ShownContainer[]> {
    const roots = await this.getChildren();
    return roots.map((uri) => ({
      item: this.getTreeItem(uri),
      requests: this.requestsOf(uri).map((request) => workspace.asRelativePath(request)),
    }));
  }

  async getChildren(node?: Uri): Promise<Uri[]> {
    try {
      return node === undefined ? await this.look() : this.requestsOf(node);
    } catch (error) {
      if (!isAborted(error)) this.parts.log.warn(String(error));
      return [];
    }
  }

  getTreeItem(uri: Uri): TreeItem {
    const container = this.containers.get(uri.toString());
    if (container === undefined) {
      const item = new TreeItem(uri, TreeItemCollapsibleState.None);
      item.iconPath = ThemeIcon.File;
      item.contextValue = 'request';
      item.command = opening(uri);
      return item;
    }
    const children = this.requestsOf(uri).length > 0;
    const item = new TreeItem(
      workspace.asRelativePath(uri),
      children ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    const { icon, colour } = containerIcon(container);
    item.id = uri.toString();
    item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
    item.description = containerDescription(container, new Date(), l10n);
    item.tooltip = new MarkdownString(containerLines(container, l10n).join('\n\n'));
    item.contextValue = `container.${[...container.status.roles].sort().join('.')}`;
    item.command = opening(uri);
    item.accessibilityInformation = { label: `${workspace.asRelativePath(uri)}, ${item.description}` };
    return item;
  }

  getParent(uri: Uri): Uri | undefined {
    return this.dockerfiles.find((one) => this.requestsOf(one).some((request) => request.path === uri.path));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.following?.dispose();
    this.changes.dispose();
  }

  private async look(): Promise<Uri[]> {
    const found = (await workspace.findFiles(DOCKERFILES, NOT_IN, MOST)).filter(
      ({ path }) => !path.endsWith('.dockerignore'),
    );
    const images = await this.images(found);
    this.requests = await workspace.findFiles(REQUEST_PATTERN, NOT_IN, MOST_REQUESTS);
    const statuses = await Promise.all(found.map((uri) => askStatus(this.parts, uri)));
    this.containers.clear();
    found.forEach((uri, index) => {
      const status = statuses[index];
      if (status === undefined || status.roles.length === 0) return;
      const { results } = this.parts;
      this.containers.set(uri.toString(), { status, image: images.get(uri.fsPath), results: results.of(uri) });
    });
    this.dockerfiles = found
      .filter((uri) => this.containers.has(uri.toString()))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    void commands.executeCommand('setContext', 'sagemaker.hasContainers', this.dockerfiles.length > 0);
    return [...this.dockerfiles];
  }

  private async images(dockerfiles: readonly Uri[]): Promise<ReadonlyMap<string, LatestImage>> {
    const paths = dockerfiles.map(({ fsPath }) => fsPath);
    try {
      return await latestImages(this.parts.connections.local, paths);
    } catch (error) {
      this.parts.log.warn(String(error));
      return new Map();
    }
  }

  private requestsOf(dockerfile: Uri): Uri[] {
    if (!this.containers.has(dockerfile.toString())) return [];
    const paths = (uris: readonly Uri[]): string[] => uris.map(({ path }) => path);
    const own = new Set(requestsOf(dockerfile.path, paths(this.dockerfiles), paths(this.requests)));
    return this.requests.filter(({ path }) => own.has(path));
  }

  private follow(): Disposable {
    const soon = (): void => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.refresh();
      }, QUIET_MS);
    };
    const watchers = [DOCKERFILES, REQUEST_PATTERN].map((pattern) => workspace.createFileSystemWatcher(pattern));
    const { local } = this.parts.connections;
    return Disposable.from(
      ...watchers,
      ...watchers.flatMap((watcher) => [
        watcher.onDidCreate(soon),
        watcher.onDidChange(soon),
        watcher.onDidDelete(soon),
      ]),
      this.parts.results.onDidChange(soon),
      local.onDidChangeEngine(soon),
      local.onDidChangeImages(soon),
      local.onDidBuild(({ event }) => {
        if (event.kind === 'step' && event.state !== 'running') soon();
      }),
      workspace.onDidChangeWorkspaceFolders(soon),
      new Disposable(() => {
        clearTimeout(this.timer);
      }),
    );
  }
}

function opening(uri: Uri): { command: string; title: string; arguments: unknown[] } {
  return { command: 'vscode.open', title: l10n.t('Open'), arguments: [uri] };
}
