import { commands, Disposable, env, l10n, Uri, window } from 'vscode';
import type { TreeView } from 'vscode';
import { remove, stop } from '../../../engine/src/session/by-kind';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { registerEngineItem } from '../status/engine-item';
import { askFilter, filterText } from './ask-filter';
import { createDescriptions } from './descriptions';
import type { JobFilter } from './job-filter';
import { registerContainers } from './register-containers';
import type { MoreNode, RowNode, TreeNode } from './nodes';
import { JobTree } from './tree';
import { isUnfinished } from './texts';

/** The views Jobs and Endpoints with their commands. */
export function registerViews(parts: Parts): Disposable {
  const { connections, logs, log } = parts;
  const newRequest = { title: l10n.t('New Request File…'), command: 'sagemaker.newRequest', arguments: [] };
  const jobs = new JobTree(connections, ['training-job', 'processing-job', 'transform-job'], {
    text: l10n.t('No jobs yet.'),
    detail: l10n.t('Open a request document and choose Run locally.'),
    action: newRequest,
  });
  const endpoints = new JobTree(connections, ['endpoint'], {
    text: l10n.t('No endpoints yet.'),
    detail: l10n.t('Open an *.endpoint.json and choose Serve locally.'),
    action: newRequest,
  });
  const jobView = viewOf('sagemaker.jobs', jobs);
  const endpointView = viewOf('sagemaker.endpoints', endpoints);
  const descriptions = createDescriptions();
  const trees = [jobs, endpoints];
  const views = [jobView, endpointView];

  const setFilter = (filter: JobFilter): void => {
    for (const tree of trees) tree.setFilter(filter);
    for (const view of views) view.description = filterText(filter);
    void commands.executeCommand('setContext', 'sagemaker.jobsFiltered', filterText(filter) !== '');
  };

  /** The nodes that a command is about: those selected, when the one it was called on is among them. */
  const targets = (node: unknown, selected: unknown): readonly RowNode[] => {
    const many = Array.isArray(selected) ? selected.filter(isRow) : [];
    if (isRow(node)) return many.includes(node) ? many : [node];
    return views.flatMap((view) => (view.visible ? view.selection.filter(isRow) : []));
  };
  const command = (id: string, act: (rows: readonly RowNode[]) => Promise<unknown>): Disposable =>
    commands.registerCommand(id, async (node: unknown, selected: unknown) => {
      try {
        await act(targets(node, selected));
      } catch (error) {
        await showError(error, log);
      }
    });

  return Disposable.from(
    jobView,
    endpointView,
    jobs,
    endpoints,
    descriptions,
    command('sagemaker.showLogs', async (rows) => {
      for (const { connection, row } of rows) await logs.show({ connection, kind: row.kind, name: row.name });
    }),
    command('sagemaker.stopJob', async (rows) => {
      const running = rows.filter(({ row }) => isUnfinished(row.status));
      if (!(await confirmed(running, l10n.t('Stop'), l10n.t('Stop {0}?', namesOf(running))))) return;
      for (const { connection, row } of running) await stop(await connection.sagemaker(), row.kind, row.name);
    }),
    command('sagemaker.deleteJob', async (rows) => {
      const question = l10n.t('Delete {0}, with logs and artefacts that were not left elsewhere?', namesOf(rows));
      if (!(await confirmed(rows, l10n.t('Delete'), question))) return;
      for (const { connection, row } of rows) await remove(await connection.sagemaker(), row.kind, row.name);
    }),
    command('sagemaker.describeJob', async (rows) => {
      for (const { connection, row } of rows) await descriptions.show({ connection, kind: row.kind, name: row.name });
    }),
    command('sagemaker.copyName', (rows) =>
      Promise.resolve(env.clipboard.writeText(rows.map(({ row }) => row.name).join('\n'))),
    ),
    command('sagemaker.openArtefacts', async ([first]) => {
      if (first !== undefined) await openArtefacts(first);
    }),
    commands.registerCommand('sagemaker.refreshViews', () => {
      for (const tree of trees) tree.refresh();
    }),
    commands.registerCommand('sagemaker.loadMore', async ({ load }: MoreNode) => {
      try {
        await load();
      } catch (error) {
        await showError(error, log);
      }
    }),
    commands.registerCommand('sagemaker.filterJobs', async () => {
      const filter = await askFilter(jobs.filter);
      if (filter !== undefined) setFilter(filter);
    }),
    commands.registerCommand('sagemaker.clearJobFilter', () => {
      setFilter({});
    }),
    commands.registerCommand('sagemaker.checkEngine', async () => {
      try {
        await connections.local.checkEngine();
      } catch (error) {
        await showError(error, log);
      }
    }),
    registerContainers(parts),
    registerEngineItem(parts),
  );
}

function viewOf(id: string, tree: JobTree): TreeView<TreeNode> {
  const view = window.createTreeView(id, { treeDataProvider: tree, canSelectMany: true, showCollapseAll: false });
  view.onDidChangeVisibility(({ visible }) => {
    tree.setVisible(visible);
  });
  if (view.visible) tree.setVisible(true);
  return view;
}

function isRow(node: unknown): node is RowNode {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'row';
}

function namesOf(rows: readonly RowNode[]): string {
  return rows.map(({ row }) => row.name).join(', ');
}

/** Where it is done, when that is somebody's account. */
function placesOf(rows: readonly RowNode[]): string {
  const remote = new Set(rows.map(({ connection }) => connection).filter(({ kind }) => kind === 'aws'));
  return [...remote]
    .map(({ label, description = '' }) => l10n.t('At AWS: {0}, account {1}', label, description))
    .join('\n');
}

async function confirmed(rows: readonly RowNode[], act: string, question: string): Promise<boolean> {
  if (rows.length === 0) return false;
  return (await window.showWarningMessage(question, { modal: true, detail: placesOf(rows) }, act)) === act;
}

/** Shows in the system's file manager what a job left on this machine. */
async function openArtefacts({ connection, row }: RowNode): Promise<void> {
  if (row.kind !== 'training-job') {
    void window.showInformationMessage(l10n.t('The outputs of {0} are in the folders of its overlay.', row.name));
    return;
  }
  const { ModelArtifacts } = await (await connection.sagemaker()).describeTrainingJob(row.name);
  const uri = ModelArtifacts?.S3ModelArtifacts;
  if (uri?.startsWith('file:') === true) await commands.executeCommand('revealFileInOS', Uri.parse(uri));
  else void window.showInformationMessage(l10n.t('{0} has left no model.', row.name));
}
