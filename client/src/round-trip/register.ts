import { Disposable, Uri } from 'vscode';
import { refsOf } from '../aws/row-target';
import { shownCommand } from '../commands/shown-command';
import type { Parts } from '../parts';
import { createComparisons, tellTwo } from './compare-jobs';
import { saveRequest } from './save-request';

/** Jobs and endpoints, local or remote, as request documents: saved, launched again with changes, compared. */
export function registerRoundTrip({ log }: Parts): Disposable {
  const comparisons = createComparisons();
  const command = (id: string, act: (target: unknown, selected: unknown) => Promise<unknown>): Disposable =>
    shownCommand(log, id, act);
  const save = async (target: unknown, to: unknown): Promise<Uri | undefined> => {
    const [ref] = refsOf(target, undefined);
    return ref && saveRequest(ref, to instanceof Uri ? to : undefined);
  };
  return Disposable.from(
    comparisons,
    command('sagemaker.saveAsRequestFile', save),
    // Its lenses run and launch it, once it is changed.
    command('sagemaker.launchAgain', save),
    command('sagemaker.compareJobs', async (target, selected) => {
      const [left, right, ...more] = refsOf(target, selected);
      if (left === undefined || right === undefined || more.length > 0 || left.kind !== right.kind) tellTwo();
      else await comparisons.show(left, right);
    }),
  );
}
