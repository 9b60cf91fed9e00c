import type { EcrImageRow, RepositoryRow } from '../../../engine/src/aws/ecr-list';
import type { RemoteImage } from '../../../engine/src/docker/push-manifest';
import type { AwsConnection } from '../aws/aws-connection';
import { loadAws } from '../aws/load-aws';
import type { MoreNode } from '../views/nodes';
import { Reads } from '../views/reads';
import type { EcrImageNode, RepositoryNode } from './nodes';
import { Shelf } from './shelf';

/** Rows that are shown at a time. */
const SHOWN = 100;
/** Repositories: ECR gives as many at a time. */
const REPOSITORIES_READ_AHEAD = 1000;

/** What is opened: a connection or one of its repositories. */
type Opened = AwsConnection | RepositoryNode;

export interface Shown<Node> {
  readonly nodes: readonly Node[];
  /** One that loads the next piece, or none. */
  readonly more: readonly MoreNode[];
  /** Rows that were read, when there are more that could not be put in order with them. */
  readonly sortedSoFar: number | undefined;
}

/** Repositories of the connections and their images, read when they are opened; what was read is kept until `clear`. */
export class EcrBranch {
  private readonly shelves = new Map<string, Shelf<unknown>>();
  private readonly details = new Map<string, RemoteImage | undefined>();
  /** A row always has the same node: VS Code knows nodes by that. */
  private readonly nodes = new WeakMap<object, RepositoryNode | EcrImageNode>();
  private readonly reads = new Reads<string>();

  constructor(private readonly changed: (opened: Opened) => void) {}

  clear(): void {
    this.shelves.clear();
    this.details.clear();
  }

  /** Nobody waits for what is read for it, and below it. */
  abort(opened: Opened): void {
    const key = keyOf(opened);
    for (const one of this.shelves.keys()) if (one === key || one.startsWith(`${key}/`)) this.reads.abort(one);
  }

  abortAll(): void {
    this.reads.abortAll();
  }

  /** Whether something was aborted since this was asked for last: it has to be read again. */
  takeCut(opened: Opened): boolean {
    return this.reads.takeCut(keyOf(opened));
  }

  async repositoriesOf(connection: AwsConnection): Promise<Shown<RepositoryNode>> {
    const { byName, repositoryPage } = await loadAws();
    const make = (): Shelf<RepositoryRow> =>
      new Shelf(async (token, signal) => repositoryPage((await connection.open()).session, token, signal), byName, {
        shown: SHOWN,
        readAhead: REPOSITORIES_READ_AHEAD,
      });
    return this.shown(connection, connection, make, (row) => ({ type: 'repository', connection, row }));
  }

  async imagesOf(node: RepositoryNode): Promise<Shown<EcrImageNode>> {
    const { connection, row: repository } = node;
    const { imagePage, IMAGES_READ_AHEAD, newestPushFirst, uriOf, digestUriOf } = await loadAws();
    const make = (): Shelf<EcrImageRow> =>
      new Shelf(
        async (token, signal) => imagePage((await connection.open()).session, repository, token, signal),
        newestPushFirst,
        { shown: SHOWN, readAhead: IMAGES_READ_AHEAD },
      );
    return this.shown(node, connection, make, (row) => {
      return { type: 'ecr-image', connection, image: uriOf(row), digestUri: digestUriOf(row), row };
    });
  }

  /** What only the image itself tells, asked for once: what a digest names never changes. */
  async detailsOf({ connection, digestUri, row }: EcrImageNode): Promise<RemoteImage | undefined> {
    if (this.details.has(digestUri)) return this.details.get(digestUri);
    const { imageDetails } = await loadAws();
    const told = await this.reads.during(`${connection.id}/${row.repository.name}`, async (signal) =>
      imageDetails((await connection.open()).session, row, signal),
    );
    this.details.set(digestUri, told);
    return told;
  }

  private async shown<Row extends object, Node extends RepositoryNode | EcrImageNode>(
    opened: Opened,
    connection: AwsConnection,
    make: () => Shelf<Row>,
    toNode: (row: Row) => Node,
  ): Promise<Shown<Node>> {
    // Who calls is asked first: signed out, there is a button for it.
    await connection.whoami();
    const key = keyOf(opened);
    const shelf = (this.shelves.get(key) ?? make()) as Shelf<Row>;
    this.shelves.set(key, shelf as Shelf<unknown>);
    await this.reads.during(key, (signal) => shelf.open(signal));
    const load = async (): Promise<void> => {
      await this.reads.during(key, (signal) => shelf.showMore(signal));
      this.changed(opened);
    };
    return {
      nodes: shelf.rows.map((row) => this.nodeOf(row, toNode)),
      more: shelf.more ? [{ type: 'more', load }] : [],
      sortedSoFar: shelf.sortedSoFar,
    };
  }

  private nodeOf<Row extends object, Node extends RepositoryNode | EcrImageNode>(
    row: Row,
    make: (row: Row) => Node,
  ): Node {
    const node = (this.nodes.get(row) as Node | undefined) ?? make(row);
    this.nodes.set(row, node);
    return node;
  }
}

function keyOf(opened: Opened): string {
  return 'type' in opened ? `${opened.connection.id}/${opened.row.name}` : opened.id;
}
