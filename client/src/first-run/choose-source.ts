import { l10n, QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { RequestKind } from '../../../engine/src/requests/types';
import { isNamedByPeople } from '../../../engine/src/session/image-names';
import { dockerfilesOfWorkspace } from '../builds/choose-dockerfile';
import type { Engine } from '../engine/load-engine';
import type { Parts } from '../parts';
import type { RunSource } from './first-request';

/** What a request is made from. Algorithms and scripts run in images of AWS. */
export type RequestSource = RunSource | { readonly kind: 'algorithm' } | { readonly kind: 'script' };

interface SourceItem extends QuickPickItem {
  readonly source?: () => Promise<RequestSource | undefined>;
}

/** Asks what a request runs. Undefined: cancelled. */
export async function chooseSource(
  engine: Engine,
  parts: Parts,
  kind: RequestKind,
  title: string,
): Promise<RequestSource | undefined> {
  const dockerfiles = (await dockerfilesOfWorkspace()).map((uri): SourceItem => ({
    label: `$(file) ${workspace.asRelativePath(uri)}`,
    source: () =>
      Promise.resolve({ kind: 'dockerfile', path: uri.fsPath, settings: engine.containerSettings(uri.fsPath) }),
  }));
  const images = (await imagesHere(parts)).map((image): SourceItem => ({
    label: `$(package) ${image}`,
    source: () => Promise.resolve({ kind: 'image', image }),
  }));
  const separator = (label: string): SourceItem => ({ label, kind: QuickPickItemKind.Separator });
  const other: SourceItem = { label: l10n.t('$(edit) Another image…'), source: () => typedImage(title) };
  const items = [
    separator(l10n.t('Dockerfiles')),
    ...dockerfiles,
    separator(l10n.t('Images of AWS')),
    ...imagesOfAws(kind),
    separator(l10n.t('Images')),
    other,
    ...images,
  ];
  const chosen = await window.showQuickPick(items, { title, placeHolder: l10n.t('What does it run?') });
  return chosen?.source?.();
}

/** There is no algorithm for processing jobs. */
function imagesOfAws(kind: RequestKind): readonly SourceItem[] {
  const algorithm: SourceItem = {
    label: l10n.t('$(symbol-function) A built-in algorithm…'),
    detail: l10n.t('XGBoost, Linear Learner, k-means …: no image and no code of your own'),
    source: () => Promise.resolve({ kind: 'algorithm' }),
  };
  const script: SourceItem = {
    label: l10n.t('$(file-code) A prebuilt framework image (script mode)…'),
    detail: l10n.t('PyTorch, TensorFlow, scikit-learn …, with a script of yours'),
    source: () => Promise.resolve({ kind: 'script' }),
  };
  return kind === 'processing-job' ? [script] : [algorithm, script];
}

async function typedImage(title: string): Promise<RunSource | undefined> {
  const prompt = l10n.t('Name of the image: a tag of this machine, or a URI of a registry');
  const image = await window.showInputBox({ title, prompt, ignoreFocusOut: true });
  return image === undefined || image.trim() === '' ? undefined : { kind: 'image', image: image.trim() };
}

/** Tags of the engine, when it is there: those that runs built are found by their Dockerfiles. */
async function imagesHere({ connections, log }: Parts): Promise<readonly string[]> {
  try {
    const images = await (await connections.local.engine()).images.list({});
    return images
      .flatMap(({ tags }) => tags)
      .filter(isNamedByPeople)
      .sort();
  } catch (error) {
    log.warn(String(error));
    return [];
  }
}
