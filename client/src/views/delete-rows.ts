import { l10n, window } from 'vscode';
import type { Creation } from '../../../engine/src/aws/launch-needs-types';
import { remove } from '../../../engine/src/session/by-kind';
import { loadAws } from '../aws/load-aws';
import { withCancel } from '../progress';
import type { RowNode } from './nodes';
import { namesOf, placesOf } from './row-actions';

/** Asks, with what goes and what stays, and deletes. False: the user thought better of it. */
export async function deleteRows(rows: readonly RowNode[]): Promise<boolean> {
  if (rows.length === 0) return false;
  const hosted = rows.filter(({ connection, row }) => connection.kind === 'aws' && row.kind === 'endpoint');
  const parts = await partsOf(hosted);
  const act = l10n.t('Delete');
  const actAll = l10n.t('Delete with Configuration and Models');
  const buttons = [act, ...(parts.size === 0 ? [] : [actAll])];
  const detail = [placesOf(rows), ...stays(rows, hosted), ...named(parts)].filter(Boolean).join('\n');
  const question = l10n.t('Delete {0}?', namesOf(rows));
  const answer = await window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  if (answer === undefined) return false;
  for (const node of rows) {
    const sagemaker = await node.connection.sagemaker();
    await remove(sagemaker, node.row.kind, node.row.name);
    const more = answer === actAll ? (parts.get(node) ?? []) : [];
    if (more.length === 0) continue;
    const { deleteAll } = await loadAws();
    await withCancel(l10n.t('Deleting what {0} was made of', node.row.name), (signal, progress) =>
      deleteAll(
        sagemaker,
        more,
        ({ what, name }) => {
          progress.report({ message: `${what} ${name}` });
        },
        signal,
      ),
    );
  }
  return true;
}

/** What endpoints at AWS are made of, beside themselves; nothing of those that can’t be looked at any more. */
async function partsOf(hosted: readonly RowNode[]): Promise<ReadonlyMap<RowNode, readonly Creation[]>> {
  const parts = new Map<RowNode, readonly Creation[]>();
  for (const node of hosted) {
    const { deletionsOf } = await loadAws();
    const [, ...more] = await deletionsOf(await node.connection.sagemaker(), node.row.name, true);
    if (more.length > 0) parts.set(node, more);
  }
  return parts;
}

function stays(rows: readonly RowNode[], hosted: readonly RowNode[]): readonly string[] {
  const here = rows.some(({ connection }) => connection.kind === 'local');
  const jobs = rows.some(({ connection, row }) => connection.kind === 'aws' && row.kind !== 'endpoint');
  return [
    ...(here ? [l10n.t('On this machine, logs and artefacts go with it that were not left elsewhere.')] : []),
    ...(jobs ? [l10n.t('What a job wrote to S3, and its log in CloudWatch, stay.')] : []),
    ...(hosted.length > 0
      ? [l10n.t('The instances of an endpoint end, and with them what they cost; its log stays.')]
      : []),
  ];
}

function named(parts: ReadonlyMap<RowNode, readonly Creation[]>): readonly string[] {
  const all = [...parts.values()].flat().map(({ what, name }) => `${what} ${name}`);
  if (all.length === 0) return [];
  return [l10n.t('Made for it, and perhaps used by others: {0}', [...new Set(all)].join(', '))];
}
