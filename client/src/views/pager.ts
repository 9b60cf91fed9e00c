import type { Connection } from '../connections/connection';
import type { TreeNode } from './nodes';
import type { Reads } from './reads';

interface Read<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

/** Reads one page. */
export type Page<Row> = (token: string | undefined, signal: AbortSignal) => Promise<Read<Row>>;

/** A node whose children come a page at a time. */
export type Opened = TreeNode & { readonly connection: Connection };

/** Pages of nodes that were opened, kept until they are cleared. */
export class Pager {
  private readonly pages = new Map<string, Read<unknown>>();

  constructor(
    private readonly reads: Reads<Connection>,
    private readonly changed: (node: TreeNode) => void,
  ) {}

  clear(): void {
    this.pages.clear();
  }

  /** The children of a node, and one that loads more of them. `key`: of the node, among all. */
  async shown<Row>(node: Opened, key: string, page: Page<Row>, toNode: (row: Row) => TreeNode): Promise<TreeNode[]> {
    const { rows, next } = await this.read(node, key, page);
    return [...rows.map(toNode), ...this.more(node, key, next, page)];
  }

  private async read<Row>({ connection }: Opened, key: string, page: Page<Row>): Promise<Read<Row>> {
    const known = this.pages.get(key) as Read<Row> | undefined;
    if (known !== undefined) return known;
    const first = await this.reads.during(connection, (signal) => page(undefined, signal));
    this.pages.set(key, first);
    return first;
  }

  private more<Row>(node: Opened, key: string, token: string | undefined, page: Page<Row>): readonly TreeNode[] {
    if (token === undefined) return [];
    const load = async (): Promise<void> => {
      const { rows, next } = await this.reads.during(node.connection, (signal) => page(token, signal));
      const before = this.pages.get(key)?.rows ?? [];
      this.pages.set(key, { rows: [...before, ...rows], next });
      this.changed(node);
    };
    return [{ type: 'more', load }];
  }
}
