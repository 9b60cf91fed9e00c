import { l10n, workspace } from 'vscode';
import type { Disposable, Event } from 'vscode';
import { addRequestLens } from '../requests/lenses';
import type { AwsRoots } from './aws-roots';

/** Behind what runs on this machine. */
const ORDER = 50;

/** `Launch on <profile / region>` above a request document; with several connections the command asks which. */
export function registerLaunchLens(roots: AwsRoots, onDidChange: Event<void>): Disposable {
  return addRequestLens({
    order: ORDER,
    onDidChange,
    lenses: (uri) => {
      if (!workspace.isTrusted) return [];
      const [only, ...more] = roots.all;
      const where = only !== undefined && more.length === 0 ? l10n.t('Launch on {0}', only.label) : undefined;
      const title = `$(rocket) ${where ?? l10n.t('Launch on AWS…')}`;
      return [{ title, command: 'sagemaker.launchRequest', arguments: [uri] }];
    },
  });
}
