import { basename } from 'node:path';
import { l10n } from 'vscode';
import type { Uri } from 'vscode';
import type { ReplacedFile } from '../../../engine/src/local/replace-files';
import type { ImagePlan } from '../../../engine/src/plan/types';
import type { Job } from '../../../engine/src/session/job';
import type { LocalConnection } from '../connections/local-connection';
import { loadEngine } from '../engine/load-engine';
import { readSilently } from '../runs/start-run';
import type { FreshImages } from './fresh-images';
import type { Why } from './what-to-do';
import { whyText } from './why-text';

/** Name of the engine's error for files that only a build brings in. */
const NEEDS_BUILD = 'NeedsBuild';
/** Files that are named one by one. */
const NAMED = 3;

export interface ServeAnew {
  readonly name: string;
  readonly request: Uri;
  readonly local: LocalConnection;
  readonly images: FreshImages;
  readonly onStep: (step: 'copying' | 'building' | 'starting', sentence: string) => void;
}

/** Images that the job builds. */
export async function builtBy(job: Job): Promise<readonly ImagePlan[]> {
  const { planOf } = await loadEngine();
  return planOf(job).images.filter(({ build }) => build !== undefined);
}

/**
 * Serves an endpoint with what has been saved: changed files are copied into new containers of the same image where that
 * gives what a build would, else the image is built. What serves goes on until the new containers answer. Returns what was
 * done, and why. The signal ends it, and leaves the endpoint as it was.
 */
export async function serveAnew(
  { name, request, local, images, onStep }: ServeAnew,
  signal: AbortSignal,
): Promise<string> {
  const begun = Date.now();
  const read = await readSilently(request);
  if (!('job' in read)) throw new Error(l10n.t('The request has errors. {0}', read.first?.message ?? ''));
  const built = await builtBy(read.job);
  const { sagemaker } = await local.session();
  const changes = await images.changes(built);
  const seconds = (): string => ((Date.now() - begun) / 1000).toFixed(1);
  let why: Why;
  if ('files' in changes) {
    const { files } = changes;
    onStep('copying', l10n.t('Changed files go into new containers of the same image.'));
    try {
      await sagemaker.renewEndpoint(name, files, signal);
      return copiedText(files, seconds());
    } catch (error) {
      if (!(error instanceof Error) || error.name !== NEEDS_BUILD) throw error;
      why = { kind: 'engine', message: error.message };
    }
  } else why = changes;
  onStep('building', whyText(why));
  await images.build(built, signal);
  onStep('starting', whyText(why));
  await sagemaker.renewEndpoint(name, [], signal);
  return l10n.t('The image was rebuilt ({0} s): {1}', seconds(), whyText(why));
}

function copiedText(files: readonly ReplacedFile[], seconds: string): string {
  const names = [...new Set(files.map(({ local }) => basename(local)))];
  if (names.length === 0) return l10n.t('Nothing differs from the image; it was started anew ({0} s).', seconds);
  const what = names.length <= NAMED ? names.join(', ') : l10n.t('{0} files', names.length);
  return l10n.t('Copied {0} into new containers of the same image ({1} s).', what, seconds);
}
