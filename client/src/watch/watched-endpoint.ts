import { dirname } from 'node:path';
import { l10n, StatusBarAlignment, ThemeColor, window, workspace } from 'vscode';
import type { LogOutputChannel, Uri } from 'vscode';
import type { Ref } from '../connections/connection';
import type { LocalConnection } from '../connections/local-connection';
import { untilSettled } from '../connections/until-settled';
import { readSilently } from '../runs/start-run';
import { isBuildInput } from '../testing/build-inputs';
import type { FreshImages } from './fresh-images';
import { createReruns } from './reruns';
import { builtBy, serveAnew } from './serve-anew';

const QUIET_MS = 300;

/** An endpoint that follows the files its image is built of. */
export interface WatchedEndpoint {
  readonly ref: Ref;
  dispose(): void;
}

export interface WatchParts {
  readonly local: LocalConnection;
  readonly log: LogOutputChannel;
  /** Those of the endpoint, as they were looked at before its start. */
  readonly images: FreshImages;
  /** The endpoint is gone, or can't be watched any more. */
  readonly onEnd: () => void;
}

/**
 * Serves an endpoint anew whenever a file that the Dockerfile copies is saved: what serves goes on until the new container
 * answers its ping, and stays when it doesn't. Shown in the status bar.
 */
export function watchEndpoint(ref: Ref, request: Uri, { local, log, images, onEnd }: WatchParts): WatchedEndpoint {
  const ended = new AbortController();
  const item = window.createStatusBarItem('sagemaker.watch', StatusBarAlignment.Left);
  item.name = l10n.t('SageMaker: Serve and Watch');
  item.command = { command: 'sagemaker.stopWatching', title: l10n.t('Stop Watching'), arguments: [ref.name] };
  const show = (icon: string, text: string, tooltip: string): void => {
    item.text = `$(${icon}) ${ref.name}: ${text}`;
    item.tooltip = tooltip;
    item.backgroundColor = icon === 'error' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    log.info(`${ref.name}: ${text}. ${tooltip}`);
    item.show();
  };
  const steps = { copying: l10n.t('starting'), building: l10n.t('building'), starting: l10n.t('starting') };
  const first = async (): Promise<void> => {
    const { status, reason } = await untilSettled(ref, ended.signal);
    if (status !== 'InService' || reason !== undefined) {
      show('error', l10n.t('not started'), reason ?? l10n.t('The container did not answer its ping: see the log.'));
      return;
    }
    const read = await readSilently(request);
    if ('job' in read) await images.keep(await builtBy(read.job));
    show('eye', l10n.t('in service'), l10n.t('Answers its ping. Saving a file of its image serves it anew.'));
  };
  const failed = (error: unknown): void => {
    if (ended.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    show('error', l10n.t('not updated'), message);
  };
  const reruns = createReruns(
    async (signal) => {
      const onStep = (step: keyof typeof steps, sentence: string): void => {
        show('sync~spin', steps[step], sentence);
      };
      const done = await serveAnew({ name: ref.name, request, local, images, onStep }, signal);
      show('eye', l10n.t('in service'), done);
    },
    failed,
    QUIET_MS,
  );
  const saves = workspace.onDidSaveTextDocument(({ uri }) => {
    if (uri.scheme !== 'file') return;
    isInput(request, uri.fsPath).then((input) => {
      if (input) reruns.ask();
    }, failed);
  });
  const changes = local.onDidChange(({ kind, name, status }) => {
    if (kind === ref.kind && name === ref.name && (status === undefined || status === 'Failed')) onEnd();
  });
  show('sync~spin', l10n.t('starting'), l10n.t('The container is started, and waits for its first ping.'));
  first().catch(failed);
  return {
    ref,
    dispose() {
      ended.abort();
      saves.dispose();
      changes.dispose();
      reruns.dispose();
      item.dispose();
    },
  };
}

/** Of a request that has errors now, nothing can be built, whatever was saved. */
async function isInput(request: Uri, file: string): Promise<boolean> {
  const read = await readSilently(request);
  if (!('job' in read)) return false;
  const images = await builtBy(read.job);
  return images.some(
    ({ build }) =>
      build !== undefined &&
      isBuildInput({ dockerfile: build.dockerfile, context: build.context ?? dirname(build.dockerfile) }, file),
  );
}
