import { l10n, window } from 'vscode';
import { KINDS, listPage } from '../../../engine/src/session/by-kind';
import type { Row } from '../../../engine/src/session/by-kind';
import type { Connection } from '../connections/connection';
import type { Connections } from '../connections/connections';
import { readError } from '../show-error';
import type { RowNode } from '../views/nodes';
import { fitting, rowIcon } from './row-order';

/** Of each kind and connection. */
const MOST = 50;

/** What the user chooses among jobs and endpoints that fit, those that run first. Empty: cancelled, or told that there is none. */
export async function chooseRows(
  { all }: Pick<Connections, 'all'>,
  title: string,
  fits: (row: Row, connection: Connection) => boolean,
): Promise<readonly RowNode[]> {
  const problems: string[] = [];
  const found = await Promise.all(
    all.flatMap((connection) =>
      KINDS.map(async (kind): Promise<readonly RowNode[]> => {
        try {
          const { rows } = await listPage(await connection.sagemaker(), kind, { MaxResults: MOST });
          return rows.map((row) => ({ type: 'row', connection, row }));
        } catch (error) {
          problems.push(readError(error).message);
          return [];
        }
      }),
    ),
  );
  const nodes = fitting(found.flat(), ({ connection, row }) => fits(row, connection));
  if (nodes.length === 0) {
    const none = l10n.t('No job or endpoint fits this command.');
    void window.showInformationMessage(problems[0] === undefined ? none : `${none} ${problems[0]}`);
    return [];
  }
  const items = nodes.map((node) => ({
    label: `$(${rowIcon(node.row)}) ${node.row.name}`,
    description: [node.row.status, all.length > 1 ? node.connection.label : ''].filter((it) => it !== '').join(' · '),
    node,
  }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Which job or endpoint?'),
    matchOnDescription: true,
  });
  return chosen === undefined ? [] : [chosen.node];
}
