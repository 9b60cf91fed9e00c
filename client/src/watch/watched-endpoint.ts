import { l10n, StatusBarAlignment, ThemeColor, window, workspace } from 'vscode';
import type { LogOutputChannel, Uri } from 'vscode';
import { dirname } from 'node:path';
import type { ImagePlan } from '../../../engine/src/plan/types';
import type { Job } from '../../../engine/src/session/job';
import type { Ref } from '../connections/connection';
import type { LocalConnection } from '../connections/local-connection';
import { untilSettled } from '../connections/until-settled';
import { loadEngine } from '../engine/load-engine';
import { readSilently } from '../runs/start-run';
import { isBuildInput } from '../testing/build-inputs';
import { createReruns } from './reruns';

const QUIET_MS = 300;

/** An endpoint that follows the files its image is built of. */
export interface WatchedEndpoint {
  readonly ref: Ref;
  dispose(): void;
}

export interface WatchParts {
  readonly local: LocalConnection;
  readonly log: LogOutputChannel;
  /** The endpoint is gone, or can't be watched any more. */
  readonly onEnd: () => void;
}

/**
 * Builds the image again whenever a file that the Dockerfile copies is saved, and brings it in by an update: what serves
 * goes on until the new container answers its ping, and stays when it doesn't. Shown in the status bar.
 */
export function watchEndpoint(ref: Ref, request: Uri, { local, log, onEnd }: WatchParts): WatchedEndpoint {
  const ended = new AbortController();
  const item = window.createStatusBarItem('sagemaker.watch', StatusBarAlignment.Left);
  item.name = l10n.t('SageMaker: Serve and Watch');
  item.command = { command: 'sagemaker.stopWatching', title: l10n.t('Stop Watching'), arguments: [ref.name] };
  const show = (icon: string, text: string, tooltip: string): void => {
    item.text = `$(${icon}) ${ref.name}: ${text}`;
    item.tooltip = tooltip;
    item.backgroundColor = icon === 'error' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    log.info(`${ref.name}: ${text}`);
    item.show();
  };
  const judge = async (): Promise<void> => {
    const { status, reason } = await untilSettled(ref, ended.signal);
    if (status === 'InService' && reason === undefined) {
      show('eye', l10n.t('in service'), l10n.t('Answers its ping. Saving a file of its image serves it anew.'));
    } else {
      show('error', l10n.t('not updated'), reason ?? l10n.t('The container did not answer its ping: see the log.'));
    }
  };
  const failed = (error: unknown): void => {
    if (ended.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    log.error(`${ref.name}: ${message}`);
    show('error', l10n.t('not updated'), message);
  };
  const reruns = createReruns(
    {
      async prepare(signal) {
        show('sync~spin', l10n.t('building'), l10n.t('What serves goes on until the new container answers.'));
        const read = await readSilently(request);
        if (!('job' in read)) throw new Error(l10n.t('The request has errors. {0}', read.first?.message ?? ''));
        for (const image of await builtBy(read.job)) {
          await local.build(image, signal, (event) => {
            if (event.kind === 'log') log.debug(event.text);
          });
        }
      },
      async apply() {
        show('sync~spin', l10n.t('starting'), l10n.t('The new container is started, and waits for its first ping.'));
        const sagemaker = await local.sagemaker();
        const { EndpointConfigName } = await sagemaker.describeEndpoint(ref.name);
        await sagemaker.updateEndpoint({ EndpointName: ref.name, EndpointConfigName });
        await judge();
      },
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
  judge().catch(failed);
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

/** Images that the job builds. */
export async function builtBy(job: Job): Promise<readonly ImagePlan[]> {
  const { planOf } = await loadEngine();
  return planOf(job).images.filter(({ build }) => build !== undefined);
}
