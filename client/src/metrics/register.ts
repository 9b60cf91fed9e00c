import { commands, Disposable, l10n, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { listPage } from '../../../engine/src/session/by-kind';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { rowDescription } from '../views/texts';
import { readChartedJobs } from './charted-job';
import type { ChartedJob } from './charted-job';
import { jobsIn } from './command-jobs';
import { fillChart, openChart, VIEW_TYPE } from './panel';

/** Jobs that the list to choose from has of each connection. */
const MOST = 50;

/** Charts of the metrics of training jobs. */
export function registerMetrics(parts: Parts): Disposable {
  const show = async (many: boolean, targets: readonly unknown[]): Promise<boolean> => {
    try {
      const given = jobsIn(targets);
      const jobs = given.length > 0 ? given : await chosen(parts, many);
      if (jobs.length === 0) return false;
      openChart(parts, jobs);
      return true;
    } catch (error) {
      await showError(error, parts.log);
      return false;
    }
  };
  return Disposable.from(
    commands.registerCommand('sagemaker.showMetrics', (node: unknown, selected: unknown) =>
      show(false, Array.isArray(selected) && selected.includes(node) ? selected : [node]),
    ),
    commands.registerCommand('sagemaker.compareMetrics', (node: unknown, selected: unknown) =>
      show(true, Array.isArray(selected) ? selected : [node]),
    ),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        const jobs = readChartedJobs(state);
        if (jobs.length === 0) panel.dispose();
        else fillChart(parts, panel, jobs);
        return Promise.resolve();
      },
    }),
  );
}

interface JobItem extends QuickPickItem {
  readonly job: ChartedJob;
}

async function chosen({ connections, log }: Parts, many: boolean): Promise<readonly ChartedJob[]> {
  const now = new Date();
  const items = Promise.all(
    connections.all.map(async (connection): Promise<readonly JobItem[]> => {
      try {
        const { rows } = await listPage(await connection.sagemaker(), 'training-job', { MaxResults: MOST });
        return rows.map((row) => ({
          label: row.name,
          description: `${row.status} · ${rowDescription(row, now, l10n)}`,
          ...(connections.all.length > 1 ? { detail: connection.label } : {}),
          job: { connection: connection.id, name: row.name },
        }));
      } catch (error) {
        // The jobs of the other connections can be chosen all the same.
        log.warn(String(error));
        return [];
      }
    }),
  ).then((all) => all.flat());
  if ((await items).length === 0) {
    void window.showInformationMessage(l10n.t('There is no training job yet. Run a *.training-job.json first.'));
    return [];
  }
  const options = { title: l10n.t('Metrics'), matchOnDescription: true };
  if (many) {
    const placeHolder = l10n.t('Training jobs to compare in one chart');
    const picked = await window.showQuickPick(items, { ...options, placeHolder, canPickMany: true });
    return (picked ?? []).map(({ job }) => job);
  }
  const picked = await window.showQuickPick(items, { ...options, placeHolder: l10n.t('A training job') });
  return picked === undefined ? [] : [picked.job];
}
