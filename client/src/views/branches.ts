import { l10n } from 'vscode';
import type { PartKind } from '../../../engine/src/aws/hosting-parts';
import type { TunedRow } from '../../../engine/src/aws/tuning-jobs';
import type { Kind } from '../../../engine/src/sagemaker';
import type { Connection } from '../connections/connection';
import { isAborted } from '../show-error';
import type { PartGroupNode, PartNode, TreeNode, TuningGroupNode, TuningNode } from './nodes';
import { Pager } from './pager';
import type { Page } from './pager';
import { partDetails } from './part-details';
import type { Reads } from './reads';
import { detailNodes, errorNodes, itemlessNodes } from './tree-items';

type BranchNode = TuningGroupNode | TuningNode | PartGroupNode | PartNode;

/** Whether its children are those of a branch. */
export function isBranch(node: TreeNode): node is BranchNode {
  return ['tuning-group', 'tuning', 'part-group', 'part'].includes(node.type);
}

const PARTS: readonly PartKind[] = ['model', 'endpoint-config'];

/**
 * What else stands below a connection at AWS: hyperparameter tuning jobs beside the jobs, models and configurations beside
 * the endpoints. Read when it is opened, a page at a time.
 */
export class Branches {
  private readonly pager: Pager;

  constructor(reads: Reads<Connection>, changed: (node: TreeNode) => void) {
    this.pager = new Pager(reads, changed);
  }

  clear(): void {
    this.pager.clear();
  }

  /** The groups below a connection in a view of these kinds. */
  groupsOf(connection: Connection, kinds: readonly Kind[]): readonly TreeNode[] {
    const tuning = kinds.includes('training-job') && connection.tuning !== undefined;
    const parts = kinds.includes('endpoint') && connection.parts !== undefined;
    return [
      ...(tuning ? [{ type: 'tuning-group', connection } as const] : []),
      ...(parts ? PARTS.map((kind) => ({ type: 'part-group', connection, kind }) as const) : []),
    ];
  }

  async childrenOf(node: BranchNode): Promise<TreeNode[]> {
    try {
      return await this.read(node);
    } catch (error) {
      return isAborted(error) ? [] : [...errorNodes(error)];
    }
  }

  private async read(node: BranchNode): Promise<TreeNode[]> {
    const { connection } = node;
    const { tuning, parts } = connection;
    switch (node.type) {
      case 'tuning-group':
        if (tuning === undefined) return [];
        return this.pager.shown(
          node,
          connection.id,
          (token, signal) => tuning.list(token, signal),
          (row) => ({ type: 'tuning', connection, row }),
        );
      case 'tuning': {
        if (tuning === undefined) return [];
        const { name } = node.row;
        const page: Page<TunedRow> = (token, signal) => tuning.trainingJobs(name, token, signal);
        return this.pager.shown(node, `${connection.id}/${name}`, page, (row) => {
          return { type: 'row', connection, row, below: name, told: objectiveOf(row) };
        });
      }
      case 'part-group': {
        if (parts === undefined) return [];
        const { kind } = node;
        const shown = await this.pager.shown(
          node,
          `${connection.id}//${kind}`,
          (token, signal) => parts.list(kind, token, signal),
          (row): TreeNode => ({ type: 'part', connection, row }),
        );
        return shown.length > 0 ? shown : [...itemlessNodes(l10n.t('None'))];
      }
      case 'part':
        return detailNodes(partDetails((await parts?.describe(node.row.kind, node.row.name)) ?? {}, l10n));
    }
  }
}

function objectiveOf({ objective }: TunedRow): string | undefined {
  return objective && `${objective.metric} ${objective.value}`;
}
