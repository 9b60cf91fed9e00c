import { l10n, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Pushed } from '../../../engine/src/aws/push';
import { pushImage } from '../aws/push-image';
import type { PushSource } from '../aws/push-image';
import { dockerfilesOfWorkspace } from '../builds/choose-dockerfile';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import type { RepositoryNode } from './nodes';

interface SourceItem extends QuickPickItem {
  readonly source: PushSource;
}

/** Images to choose from; older ones have their own Push to ECR…. */
const MOST = 200;

/** Asks what is pushed to a repository, and pushes it. Undefined: the user decided otherwise. */
export async function pushHere({ connection, row }: RepositoryNode, parts: Parts): Promise<Pushed | undefined> {
  const items = [...(await dockerfileItems()), ...(await imageItems(parts))];
  const title = l10n.t('Push to {0}', row.name);
  const placeHolder = l10n.t('A Dockerfile, whose image is built, or an image of this machine');
  const picked = await window.showQuickPick(items, { title, placeHolder });
  return picked && pushImage(picked.source, connection, parts, row.name);
}

async function dockerfileItems(): Promise<readonly SourceItem[]> {
  const found = await dockerfilesOfWorkspace();
  return found.map((dockerfile) => ({
    label: `$(file) ${workspace.asRelativePath(dockerfile)}`,
    source: { kind: 'dockerfile', dockerfile },
  }));
}

async function imageItems({ connections }: Parts): Promise<readonly SourceItem[]> {
  const { listNamed } = await loadEngine();
  const { images } = await listNamed(await connections.local.engine(), MOST);
  return images.map(({ tag }) => ({ label: `$(package) ${tag}`, source: { kind: 'image', image: tag } }));
}
