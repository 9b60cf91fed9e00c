import { Disposable, l10n } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { shownCommand } from '../commands/shown-command';
import type { Descriptions } from './descriptions';
import { isTuning } from './nodes';
import { confirmed } from './row-actions';

/** What can be done with a hyperparameter tuning job. */
export function registerTuning(log: LogOutputChannel, descriptions: Descriptions): Disposable {
  return Disposable.from(
    shownCommand(log, 'sagemaker.describeTuningJob', async (node) => {
      if (!isTuning(node)) return;
      const { connection, row } = node;
      const told = await connection.tuning?.describe(row.name);
      if (told !== undefined) await descriptions.open(connection, row, told);
    }),
    shownCommand(log, 'sagemaker.stopTuningJob', async (node) => {
      if (!isTuning(node)) return;
      const { connection, row } = node;
      const question = l10n.t('Stop {0}, and the training jobs of it that run?', row.name);
      if (await confirmed([node], l10n.t('Stop'), question)) await connection.tuning?.stop(row.name);
    }),
  );
}
