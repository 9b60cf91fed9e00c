import { l10n, Uri, window, workspace } from 'vscode';
import { basename, dirname, join } from 'node:path';
import type { RequestKind } from '../../../engine/src/requests/types';
import { GPU_INSTANCE_TYPE, readHyperparameters } from './first-request';
import type { Answers, RunSource } from './first-request';
import { likelyPlaces } from './likely-places';
import type { Wanted } from './likely-places';
import { neighboursIn } from './neighbours';
import { askSteps, pick, type } from './steps';
import type { Place, Step } from './steps';

export const NO_ANSWERS: Answers = { data: undefined, model: undefined, hyperparameters: {}, gpu: false };

type Change = (answers: Answers) => Answers;

/** Asks what the first run of a kind must know. Undefined: cancelled. What lies in `folder` is offered. */
export function askFirst(
  kind: RequestKind,
  title: string,
  folder: string,
  source: RunSource,
  gpu: boolean,
): Promise<Answers | undefined> {
  const likely = (wanted: Wanted): Near => ({ folder, paths: likelyPlaces(neighboursIn(folder, source), wanted) });
  const data: Step<Change> = (place) =>
    askPlace(place, likely('data'), l10n.t('Folder with the data'), (path) => (answers) => ({
      ...answers,
      data: path,
    }));
  const model: Step<Change> = (place) =>
    askPlace(place, likely('model'), l10n.t('Folder or .tar.gz of the model'), (path) => (answers) => ({
      ...answers,
      model: path,
    }));
  const steps: Record<RequestKind, readonly Step<Change>[]> = {
    'training-job': [data, askHyperparameters],
    'processing-job': [data],
    'transform-job': [data, model],
    endpoint: [model],
  };
  return askSteps(title, [...steps[kind], ...(gpu ? [askGpu] : [])], NO_ANSWERS);
}

/** What is offered, by names in the folder. */
export interface Near {
  readonly folder: string;
  readonly paths: readonly string[];
}

/** Asks for a folder or file: one of those near, another, or none. */
export async function askPlace<C>(
  place: Place,
  near: Near,
  placeholder: string,
  change: (path: string | undefined) => C,
): Promise<C | 'back' | undefined> {
  const none = { label: l10n.t('$(circle-slash) None'), what: 'none' as const, path: undefined };
  const browse = { label: l10n.t('$(folder-opened) Browse…'), what: 'browse' as const, path: undefined };
  const found = near.paths
    .map((name) => join(near.folder, name))
    .map((path) => ({
      label: `${path.endsWith('.tar.gz') ? '$(file-zip)' : '$(folder)'} ${workspace.asRelativePath(path)}`,
      what: 'path' as const,
      path,
    }));
  const chosen = await pick(place, [...found, browse, none], placeholder);
  if (chosen === undefined || chosen === 'back') return chosen;
  if (chosen.what !== 'browse') return change(chosen.path);
  const [uri] =
    (await window.showOpenDialog({
      title: placeholder,
      canSelectFolders: true,
      canSelectFiles: true,
      defaultUri: Uri.file(near.folder),
    })) ?? [];
  return uri === undefined ? askPlace(place, near, placeholder, change) : change(uri.fsPath);
}

async function askHyperparameters(place: Place): Promise<Change | 'back' | undefined> {
  const read = await askNameValues(place);
  return read === undefined || read === 'back' ? read : (answers) => ({ ...answers, hyperparameters: read });
}

/** Asks for hyperparameters, as `name=value` in a line. */
export async function askNameValues(place: Place): Promise<Readonly<Record<string, string>> | 'back' | undefined> {
  const wrong = (text: string): string | undefined => {
    const read = readHyperparameters(text);
    return typeof read === 'string' ? l10n.t('“{0}” has no =: write name=value.', read) : undefined;
  };
  const prompt = l10n.t('Hyperparameters; nothing when there are none');
  const answer = await type(place, { prompt, placeholder: 'epochs=3 lr=0.1', wrong });
  if (answer === undefined || answer === 'back') return answer;
  const read = readHyperparameters(answer.text);
  return typeof read === 'string' ? undefined : read;
}

async function askGpu(place: Place): Promise<Change | 'back' | undefined> {
  const items = [
    {
      label: l10n.t('$(chip) With all GPUs of this machine'),
      detail: l10n.t('The request asks SageMaker for {0}.', GPU_INSTANCE_TYPE),
      gpu: true,
    },
    { label: l10n.t('$(vm) On the CPU'), detail: l10n.t('The request asks SageMaker for a CPU instance.'), gpu: false },
  ];
  const chosen = await pick(place, items, l10n.t('The image seems to be made for a GPU'));
  if (chosen === undefined || chosen === 'back') return chosen;
  return (answers) => ({ ...answers, gpu: chosen.gpu });
}

/** Which of several documents is run, the one of last time first. Undefined: cancelled. */
export async function chooseRequest(paths: readonly string[], last: string | undefined, title: string) {
  const [only, ...more] = paths;
  if (more.length === 0) return only;
  const items = paths
    .map((path) => ({
      label: `$(json) ${basename(path)}`,
      description: path === last ? l10n.t('last used') : '',
      detail: workspace.asRelativePath(dirname(path)),
      path,
    }))
    .sort((a, b) => Number(b.path === last) - Number(a.path === last));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t('Which request?') }))?.path;
}
