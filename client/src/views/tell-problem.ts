import { Disposable } from 'vscode';
import type { TreeView } from 'vscode';
import type { LocalConnection } from '../connections/local-connection';

/**
 * Says above the rows of the first view in sight what is wrong with this machine: a row shows the beginning of a sentence,
 * this all of it.
 */
export function tellProblem(
  local: Pick<LocalConnection, 'problem' | 'onDidChangeState'>,
  views: readonly Pick<TreeView<unknown>, 'message' | 'visible' | 'onDidChangeVisibility'>[],
): Disposable {
  const tell = (): void => {
    const { problem } = local;
    const text = problem === undefined ? '' : `${problem.message} ${problem.remedy}`.trim();
    const first = views.find(({ visible }) => visible);
    for (const view of views) view.message = view === first ? text : '';
  };
  tell();
  return Disposable.from(local.onDidChangeState(tell), ...views.map((view) => view.onDidChangeVisibility(tell)));
}
