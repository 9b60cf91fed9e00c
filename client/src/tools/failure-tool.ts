import { l10n } from 'vscode';
import { KINDS, listPage, outcomeOf } from '../../../engine/src/session/by-kind';
import type { Row } from '../../../engine/src/session/by-kind';
import type { Kind, SageMaker } from '../../../engine/src/sagemaker';
import { loadEngine } from '../engine/load-engine';
import { requirementsIn } from '../logs/requirement-text';
import type { Parts } from '../parts';
import { newestFirst } from '../views/texts';
import type { ToolWork } from './tool';
import { failureReport } from './tool-texts';
import { mustBeTrusted, ToolRefusal } from './workspace-file';

const LINES = 60;

/** Of a job or endpoint on this machine; without a name, of the one that failed last. */
export interface FailureInput {
  readonly name?: string;
}

/** Tells why a job or endpoint failed: its reason, the requirement that it breaks, the end of its log. */
export function failureTool({ connections }: Parts): ToolWork<FailureInput> {
  return {
    doing: ({ name }) =>
      name === undefined ? l10n.t('Reading why the last job failed') : l10n.t('Reading why {0} failed', name),
    run: async ({ name }, signal) => {
      mustBeTrusted();
      const sagemaker = await connections.local.sagemaker();
      const row = await findRow(sagemaker, name);
      if (row === undefined) {
        throw new ToolRefusal(
          name === undefined
            ? l10n.t('No job or endpoint on this machine has failed.')
            : l10n.t('There is no job or endpoint {0} on this machine.', name),
        );
      }
      const { status, reason } = await outcomeOf(sagemaker, row.kind, row.name);
      const requirements = requirementsIn(reason ?? '', await loadEngine());
      const lines = status === 'Failed' ? await lastLines(sagemaker, row.kind, row.name, signal) : [];
      return failureReport({ kind: row.kind, name: row.name, status, reason, requirements, lines });
    },
  };
}

async function findRow(sagemaker: SageMaker, name: string | undefined): Promise<Row | undefined> {
  const query = name === undefined ? {} : { NameContains: name };
  const pages = await Promise.all(KINDS.map((kind) => listPage(sagemaker, kind, query)));
  const rows = newestFirst(pages.flatMap((page) => page.rows));
  return rows.find((row) => (name === undefined ? row.status === 'Failed' : row.name === name));
}

async function lastLines(
  sagemaker: SageMaker,
  kind: Kind,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let lines: string[] = [];
  for await (const { host, text } of sagemaker.logs(kind, name, signal)) {
    lines.push(`${host}: ${text}`);
    // Kept short as it grows: a log may be long.
    if (lines.length >= 2 * LINES) lines = lines.slice(-LINES);
  }
  return lines.slice(-LINES);
}
