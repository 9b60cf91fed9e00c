import { commands, l10n, window } from 'vscode';
import type { ContractItems } from './contract-items';
import type { Selected } from './contract-run';

/**
 * Debugs what the chosen tests are about: the training, or the server when they are about that alone. As the request
 * document beside the Dockerfile starts it, so an image alone can't be debugged.
 */
export async function debugTests(items: ContractItems, [first]: readonly Selected[]): Promise<void> {
  if (first === undefined) return;
  const { item, tests, roles } = first;
  if (item.uri === undefined) {
    void window.showInformationMessage(l10n.t('An image alone can’t be debugged: choose the tests of its Dockerfile.'));
    return;
  }
  const about = tests.flatMap((test) => items.testOf(test)?.role ?? []);
  const [role = roles.roles[0]] = about;
  await commands.executeCommand(role === 'inference' ? 'sagemaker.debugServing' : 'sagemaker.debugTraining', item.uri);
}
