import { l10n, Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { DOCKERFILE } from '../host/options';
import { member } from '../member';

/** What Test Contract was called on. */
export type TestTarget =
  { readonly kind: 'dockerfile'; readonly dockerfile: Uri } | { readonly kind: 'image'; readonly image: string };

interface TargetItem extends QuickPickItem {
  readonly dockerfile: Uri | undefined;
}

/**
 * A Dockerfile (its URI, or the text of one), an image (`{ image: tag }`), the Dockerfile that is edited, or what the
 * user chooses among the Dockerfiles of the workspace. Undefined: the user has cancelled.
 */
export async function chooseTarget(
  target: unknown,
  dockerfiles: () => Promise<readonly Uri[]>,
): Promise<TestTarget | undefined> {
  if (target instanceof Uri) return { kind: 'dockerfile', dockerfile: target };
  if (typeof target === 'string') return { kind: 'dockerfile', dockerfile: Uri.parse(target) };
  const image = member(target, 'image');
  if (typeof image === 'string' && image !== '') return { kind: 'image', image };
  const active = window.activeTextEditor?.document;
  if (active?.languageId === DOCKERFILE) return { kind: 'dockerfile', dockerfile: active.uri };
  const found = await dockerfiles();
  const items: readonly TargetItem[] = [
    ...found.map((uri) => ({ label: `$(file) ${workspace.asRelativePath(uri)}`, dockerfile: uri })),
    { label: `$(package) ${l10n.t('An image…')}`, dockerfile: undefined },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Test Contract'),
    placeHolder: l10n.t('A Dockerfile, whose image is built, or an image'),
  });
  if (picked === undefined) return undefined;
  if (picked.dockerfile !== undefined) return { kind: 'dockerfile', dockerfile: picked.dockerfile };
  const tag = await window.showInputBox({
    title: l10n.t('Test Contract'),
    prompt: l10n.t('Name of an image that the Docker Engine has or can pull, such as my-model:1'),
  });
  return tag === undefined || tag.trim() === '' ? undefined : { kind: 'image', image: tag.trim() };
}
