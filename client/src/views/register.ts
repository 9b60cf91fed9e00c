import { commands, Disposable, env, l10n, window, workspace } from 'vscode';
import type { TreeView } from 'vscode';
import { stop } from '../../../engine/src/session/by-kind';
import type { Row } from '../../../engine/src/session/by-kind';
import { chooseRows } from '../commands/choose-rows';
import { shownCommand } from '../commands/shown-command';
import type { Connection } from '../connections/connection';
import type { Parts } from '../parts';
import { registerEngineItem } from '../status/engine-item';
import { askFilter, filterText } from './ask-filter';
import { deleteRows } from './delete-rows';
import { createDescriptions } from './descriptions';
import { registerEndpointUrl } from './endpoint-url';
import { noEndpoints, noJobs } from './empty-roots';
import type { JobFilter } from './job-filter';
import { lookWhenSeen } from './look-when-seen';
import { registerContainers } from './register-containers';
import { registerParts } from './register-parts';
import { registerTuning } from './register-tuning';
import { isMore, isRow } from './nodes';
import type { RowNode, TreeNode } from './nodes';
import { confirmed, namesOf, openArtefacts } from './row-actions';
import { tellProblem } from './tell-problem';
import { JobTree } from './tree';
import { isUnfinished } from './texts';

/** The views Jobs and Endpoints with their commands. */
export function registerViews(parts: Parts): Disposable {
  const { connections, logs, log } = parts;
  const jobs = new JobTree(connections, ['training-job', 'processing-job', 'transform-job'], noJobs);
  const endpoints = new JobTree(connections, ['endpoint'], noEndpoints);
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
  /** From the palette, with no node, the user chooses among those that fit. */
  const command = (
    id: string,
    act: (rows: readonly RowNode[]) => Promise<unknown>,
    choice?: { readonly title: string; readonly fits: (row: Row, connection: Connection) => boolean },
  ): Disposable =>
    shownCommand(log, id, async (node, selected) => {
      const given = targets(node, selected);
      const fitting = given.filter(({ connection, row }) => choice?.fits(row, connection) !== false);
      const asks = choice !== undefined && !isRow(node) && fitting.length === 0;
      await act(asks ? await chooseRows(connections, choice.title, choice.fits) : fitting);
    });
  const any = (): boolean => true;

  return Disposable.from(
    jobView,
    endpointView,
    jobs,
    endpoints,
    descriptions,
    command(
      'sagemaker.showLogs',
      async (rows) => {
        for (const { connection, row } of rows) await logs.show({ connection, kind: row.kind, name: row.name });
      },
      { title: l10n.t('Show Logs'), fits: any },
    ),
    command(
      'sagemaker.stopJob',
      async (rows) => {
        const running = rows.filter(({ row }) => isUnfinished(row.status));
        if (!(await confirmed(running, l10n.t('Stop'), l10n.t('Stop {0}?', namesOf(running))))) return;
        for (const { connection, row } of running) await stop(await connection.sagemaker(), row.kind, row.name);
      },
      { title: l10n.t('Stop'), fits: ({ kind, status }) => kind !== 'endpoint' && isUnfinished(status) },
    ),
    command('sagemaker.deleteJob', deleteRows),
    command(
      'sagemaker.describeJob',
      async (rows) => {
        for (const { connection, row } of rows) await descriptions.show({ connection, kind: row.kind, name: row.name });
      },
      { title: l10n.t('Describe'), fits: any },
    ),
    command('sagemaker.copyName', (rows) =>
      Promise.resolve(env.clipboard.writeText(rows.map(({ row }) => row.name).join('\n'))),
    ),
    command(
      'sagemaker.openArtefacts',
      async ([first]) => {
        if (first !== undefined) await openArtefacts(first);
      },
      {
        title: l10n.t('Open Artefacts'),
        fits: ({ kind, status }, connection) =>
          connection.kind === 'local' && kind === 'training-job' && !isUnfinished(status),
      },
    ),
    commands.registerCommand('sagemaker.refreshViews', () => {
      for (const tree of trees) tree.refresh();
    }),
    shownCommand(log, 'sagemaker.loadMore', (node) => (isMore(node) ? node.load() : undefined)),
    commands.registerCommand('sagemaker.filterJobs', async () => {
      const filter = await askFilter(jobs.filter);
      if (filter !== undefined) setFilter(filter);
    }),
    commands.registerCommand('sagemaker.clearJobFilter', () => {
      setFilter({});
    }),
    // VS Code's own command is disabled in rows of a tree.
    commands.registerCommand('_sagemaker.manageTrust', () => commands.executeCommand('workbench.trust.manage')),
    shownCommand(log, 'sagemaker.checkEngine', async () => {
      const { foundBy } = await connections.local.checkEngine();
      window.setStatusBarMessage(l10n.t('$(pass) The Docker Engine answers (found by {0})', foundBy), 5000);
    }),
    registerContainers(parts),
    registerTuning(log, descriptions),
    registerParts(log, descriptions, () => {
      endpoints.refresh();
    }),
    lookWhenSeen(connections.local, views),
    tellProblem(connections.local, views),
    // What is offered changes with it.
    workspace.onDidGrantWorkspaceTrust(() => {
      for (const tree of trees) tree.refresh();
    }),
    registerEndpointUrl(parts),
    registerEngineItem(parts),
  );
}

function viewOf(id: string, tree: JobTree): TreeView<TreeNode> {
  const view = window.createTreeView(id, { treeDataProvider: tree, canSelectMany: true, showCollapseAll: false });
  view.onDidChangeVisibility(({ visible }) => {
    tree.setVisible(visible);
  });
  view.onDidCollapseElement(({ element }) => {
    tree.collapsed(element);
  });
  view.onDidExpandElement(({ element }) => {
    tree.expanded(element);
  });
  if (view.visible) tree.setVisible(true);
  return view;
}
