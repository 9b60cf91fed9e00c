import { CancellationTokenSource, workspace } from 'vscode';
import type { CancellationToken } from 'vscode';
import type { Engine } from '../engine/load-engine';
import { isBuildInput } from './build-inputs';
import type { Selected } from './contract-run';
import { buildPlaceOf } from './contract-plans';

/**
 * Runs the tests of a Dockerfile again whenever a file is saved that its image is built of; a run that is still going on
 * is ended, for it tests what is old. Ends with the token.
 */
export function rerunOnSave(
  engine: Engine,
  selected: readonly Selected[],
  token: CancellationToken,
  rerun: (selected: Selected, until: CancellationToken) => Promise<unknown>,
): void {
  const current = new Map<string, CancellationTokenSource>();
  const again = async (one: Selected): Promise<void> => {
    current.get(one.item.id)?.cancel();
    const until = new CancellationTokenSource();
    current.set(one.item.id, until);
    await rerun(one, until.token);
    if (current.get(one.item.id) === until) current.delete(one.item.id);
    until.dispose();
  };
  const saves = workspace.onDidSaveTextDocument(({ uri }) => {
    for (const one of selected) {
      const dockerfile = one.item.uri?.fsPath;
      if (dockerfile === undefined || uri.scheme !== 'file') continue;
      if (isBuildInput(buildPlaceOf(engine, dockerfile, one.roles), uri.fsPath)) void again(one);
    }
  });
  token.onCancellationRequested(() => {
    saves.dispose();
    for (const until of current.values()) until.cancel();
  });
}
