import { Disposable, env, l10n } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { shownCommand } from '../commands/shown-command';
import type { Descriptions } from './descriptions';
import { isPart } from './nodes';
import type { PartNode } from './nodes';
import { confirmed } from './row-actions';

/** What can be done with models and endpoint configurations. `changed`: there are others now. */
export function registerParts(log: LogOutputChannel, descriptions: Descriptions, changed: () => void): Disposable {
  const command = (id: string, act: (nodes: readonly PartNode[]) => Promise<unknown>): Disposable =>
    shownCommand(log, id, (node, selected) => {
      const many = Array.isArray(selected) ? selected.filter(isPart) : [];
      return act(many.length > 0 ? many : [node].filter(isPart));
    });
  return Disposable.from(
    command('sagemaker.describePart', async (nodes) => {
      for (const { connection, row } of nodes) {
        const told = await connection.parts?.describe(row.kind, row.name);
        if (told !== undefined) await descriptions.open(connection, row, told);
      }
    }),
    command('sagemaker.copyPartArn', (nodes) =>
      Promise.resolve(env.clipboard.writeText(nodes.map(({ row }) => row.arn).join('\n'))),
    ),
    command('sagemaker.deletePart', async (nodes) => {
      const names = nodes.map(({ row }) => row.name).join(', ');
      const question = l10n.t('Delete {0}? Endpoints that use it go on, but can’t be made or updated with it.', names);
      if (!(await confirmed(nodes, l10n.t('Delete'), question))) return;
      for (const { connection, row } of nodes) await connection.parts?.delete(row.kind, row.name);
      changed();
    }),
  );
}
