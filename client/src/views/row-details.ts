import { l10n } from 'vscode';
import type { Tag } from '@aws-sdk/client-sagemaker';
import type { Description } from '../../../engine/src/requests/from-description';
import { arnIn } from '../../../engine/src/session/by-kind';
import { describeAll } from '../../../engine/src/session/describe-all';
import type { Connection } from '../connections/connection';
import { isAborted } from '../show-error';
import { addressDetails } from './address-details';
import { detailsOf, tagDetail } from './details';
import type { RowNode, TreeNode } from './nodes';
import { detailNodes, errorNodes } from './tree-items';

/** What stands below a job or endpoint: asked for when it is opened. */
export async function rowDetails({ connection, row }: RowNode): Promise<TreeNode[]> {
  try {
    const described = await describeAll(await connection.sagemaker(), row.kind, row.name);
    const tags = tagDetail(await tagsIn(described, connection), l10n);
    return detailNodes([
      ...detailsOf(described, l10n),
      ...addressDetails(connection, row),
      ...(tags === undefined ? [] : [tags]),
    ]);
  } catch (error) {
    if (isAborted(error)) return [];
    return [...errorNodes(error)];
  }
}

async function tagsIn(described: Description, connection: Connection): Promise<readonly Tag[]> {
  const arn = arnIn(described.kind, described.kind === 'endpoint' ? described.endpoint : described.job);
  return arn === undefined ? [] : ((await connection.tags?.(arn)) ?? []);
}
