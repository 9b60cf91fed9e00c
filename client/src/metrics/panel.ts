import { randomBytes } from 'node:crypto';
import { env, l10n, Uri, ViewColumn, window, workspace } from 'vscode';
import type { Webview, WebviewPanel } from 'vscode';
import type { Ref } from '../connections/connection';
import type { Parts } from '../parts';
import { errorText, isAborted, readError, showError } from '../show-error';
import { metricsCsv } from './csv';
import { followMetrics } from './follow-metrics';
import { readFromPage } from './messages';
import type { Point, Run, ToPage } from './messages';
import { pageHtml } from './page-html';
import { pageTexts } from './page-texts';
import type { ChartedJob } from './charted-job';

export const VIEW_TYPE = 'sagemaker.metrics';
const POST_MS = 100;

interface Charted {
  run: Run;
  readonly points: Point[];
}

/** Opens a chart of these training jobs in the editor area. */
export function openChart(parts: Parts, jobs: readonly ChartedJob[]): WebviewPanel {
  const names = jobs.map(({ name }) => name).join(', ');
  const title = jobs.length > 2 ? l10n.t('Metrics of {0} jobs', jobs.length) : l10n.t('Metrics: {0}', names);
  const panel = window.createWebviewPanel(VIEW_TYPE, title, ViewColumn.Active);
  fillChart(parts, panel, jobs);
  return panel;
}

/** Fills a new panel, or one that VS Code opens again. Following the logs ends with the panel. */
export function fillChart(parts: Parts, panel: WebviewPanel, jobs: readonly ChartedJob[]): void {
  const { webview } = panel;
  const root = Uri.joinPath(parts.context.extensionUri, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  const closed = new AbortController();
  const charted = new Map<string, Charted>();
  const post = (message: ToPage): void => void webview.postMessage(message);
  const page = webview.onDidReceiveMessage((received: unknown) => {
    const message = readFromPage(received);
    switch (message?.type) {
      case undefined:
        return;
      case 'ready':
        // A page that was hidden begins anew.
        for (const [id, { run, points }] of charted) {
          post({ type: 'run', run });
          post({ type: 'points', run: id, from: 0, points });
        }
        return;
      case 'csv':
        void saved(parts, 'csv', fileName(jobs), () => Buffer.from(metricsCsv([...charted.values()])));
        return;
      case 'png':
        void saved(parts, 'png', fileName(jobs), () => Buffer.from(message.data, 'base64'));
    }
  });
  panel.onDidDispose(() => {
    closed.abort();
    page.dispose();
  });
  for (const job of jobs) {
    const run: Run = { id: idOf(job), name: job.name, where: job.connection, status: '', note: undefined };
    charted.set(run.id, { run, points: [] });
    void follow(parts, job, charted, post, closed.signal);
  }
  webview.html = html(webview, root, jobs);
}

async function follow(
  { connections, log }: Parts,
  job: ChartedJob,
  charted: ReadonlyMap<string, Charted>,
  post: (message: ToPage) => void,
  signal: AbortSignal,
): Promise<void> {
  const id = idOf(job);
  const kept = charted.get(id);
  if (kept === undefined) return;
  const change = (what: Partial<Run>): void => {
    kept.run = { ...kept.run, ...what };
    post({ type: 'run', run: kept.run });
  };
  let posted = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const points = kept.points.slice(posted);
    if (points.length > 0 && !signal.aborted) post({ type: 'points', run: id, from: posted, points });
    posted = kept.points.length;
  };
  try {
    const connection = connections.get(job.connection);
    if (connection === undefined) {
      change({ note: l10n.t('{0} is on {1}, which is not connected in this window.', job.name, job.connection) });
      return;
    }
    change({ where: connection.label });
    const ref: Ref = { connection, kind: 'training-job', name: job.name };
    await followMetrics(
      ref,
      {
        onDefined: (names, unusable) => {
          change({ note: noteOf(job.name, names, unusable) });
        },
        onStatus: (status) => {
          change({ status });
        },
        onPoint: (point) => {
          kept.points.push(point);
          timer ??= setTimeout(flush, POST_MS);
        },
      },
      signal,
    );
  } catch (error) {
    if (signal.aborted || isAborted(error)) return;
    if (readError(error).remedy === undefined) log.error(error instanceof Error ? error : String(error));
    change({ note: errorText(error, ' ') });
  } finally {
    flush();
  }
}

function noteOf(name: string, names: readonly string[], unusable: readonly string[]): string | undefined {
  if (names.length === 0) {
    return l10n.t(
      'The request of {0} defines no metrics. Add `MetricDefinitions` to its `AlgorithmSpecification`: a name, and a regular expression whose first group is the value in a line of the log. SageMaker makes metrics of them in the same way.',
      name,
    );
  }
  if (unusable.length === 0) return undefined;
  return l10n.t('{0}: the regular expression of {1} can’t be used here.', name, unusable.join(', '));
}

async function saved(parts: Parts, type: 'csv' | 'png', name: string, bytes: () => Uint8Array): Promise<void> {
  try {
    const folder = workspace.workspaceFolders?.[0]?.uri;
    const target = await window.showSaveDialog({
      filters: type === 'csv' ? { CSV: ['csv'] } : { PNG: ['png'] },
      ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, `${name}.${type}`) }),
    });
    if (target !== undefined) await workspace.fs.writeFile(target, bytes());
  } catch (error) {
    await showError(error, parts.log);
  }
}

function html(webview: Webview, root: Uri, jobs: readonly ChartedJob[]): string {
  return pageHtml({
    nonce: randomBytes(16).toString('hex'),
    script: webview.asWebviewUri(Uri.joinPath(root, 'metrics.js')).toString(),
    texts: pageTexts(),
    language: env.language,
    jobs,
  });
}

function idOf({ connection, name }: ChartedJob): string {
  return `${connection}/${name}`;
}

function fileName([first]: readonly ChartedJob[]): string {
  return `${first?.name ?? 'job'}-metrics`;
}
