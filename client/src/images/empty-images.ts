import { l10n } from 'vscode';
import { messageNodes } from '../views/nodes';
import type { TreeNode } from '../views/nodes';

/** What stands below this machine in place of images: a sentence, and what can be done. */
export function noLocalImages(): readonly TreeNode[] {
  const build = { title: l10n.t('Build Image'), command: 'sagemaker.buildImage', arguments: [] };
  return messageNodes({
    text: l10n.t('No images yet.'),
    detail: l10n.t('Those that the engine has under a name stand here.'),
    failed: false,
    actions: [build],
  });
}

export function noRepositories(): readonly TreeNode[] {
  return messageNodes({
    text: l10n.t('No repositories in ECR yet.'),
    detail: l10n.t('Push to ECR… on an image of this machine creates one.'),
    failed: false,
    actions: [],
  });
}

export function noImages(): readonly TreeNode[] {
  return messageNodes({
    text: l10n.t('This repository is empty.'),
    detail: l10n.t('Push an Image Here… in its menu fills it.'),
    failed: false,
    actions: [],
  });
}

export function notTrustedHere(): readonly TreeNode[] {
  const trust = { title: l10n.t('Manage Workspace Trust'), command: '_sagemaker.manageTrust', arguments: [] };
  return messageNodes({
    text: l10n.t('The Docker Engine is not asked in a workspace that you have not trusted.'),
    detail: '',
    failed: false,
    actions: [trust],
  });
}

/** The order of what was read is not that of all there is. */
export function sortedSoFar(count: number): readonly TreeNode[] {
  const text = l10n.t('These are the newest of the first {0} that ECR gave.', count);
  return messageNodes({ text, detail: '', failed: false, actions: [] });
}
