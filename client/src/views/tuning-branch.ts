import type { TunedRow } from '../../../engine/src/aws/tuning-jobs';
import type { Connection } from '../connections/connection';
import type { TreeNode, TuningGroupNode, TuningNode } from './nodes';
import type { Reads } from './reads';

interface Read<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

type Opened = TuningGroupNode | TuningNode;
type Page<Row> = (token: string | undefined, signal: AbortSignal) => Promise<Read<Row>>;

/** Tuning jobs below a connection, and below each the training jobs that it made. Read when they are opened, a page at a time. */
export class TuningBranch {
  private readonly pages = new Map<string, Read<unknown>>();

  constructor(
    private readonly reads: Reads<Connection>,
    private readonly changed: (node: TreeNode) => void,
  ) {}

  clear(): void {
    this.pages.clear();
  }

  /** The children of the group, or of one tuning job. */
  async childrenOf(node: Opened): Promise<TreeNode[]> {
    const { connection } = node;
    const { tuning } = connection;
    if (tuning === undefined) return [];
    if (node.type === 'tuning-group') {
      return this.shown(
        node,
        connection.id,
        (token, signal) => tuning.list(token, signal),
        (row) => ({ type: 'tuning', connection, row }),
      );
    }
    const { name } = node.row;
    const page: Page<TunedRow> = (token, signal) => tuning.trainingJobs(name, token, signal);
    return this.shown(node, `${connection.id}/${name}`, page, (row) => {
      return { type: 'row', connection, row, below: name, told: objectiveOf(row) };
    });
  }

  private async shown<Row>(node: Opened, key: string, page: Page<Row>, toNode: (row: Row) => TreeNode) {
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

function objectiveOf({ objective }: TunedRow): string | undefined {
  return objective && `${objective.metric} ${objective.value}`;
}
