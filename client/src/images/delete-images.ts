import { l10n, window } from 'vscode';
import type { LocalConnection } from '../connections/local-connection';
import type { LocalImageNode } from './nodes';

/**
 * Takes names of images away on this machine, after a question; an image goes with its last name. The engine refuses it,
 * with its own sentence, while a container uses the image. Nothing is ever deleted in ECR.
 */
export async function deleteImages(nodes: readonly LocalImageNode[], local: LocalConnection): Promise<void> {
  if (nodes.length === 0) return;
  const names = nodes.map(({ image }) => image).join(', ');
  const act = l10n.t('Delete');
  const detail = l10n.t('On this machine only; nothing is deleted in ECR. An image goes with its last name.');
  const question = l10n.t('Delete {0}?', names);
  if ((await window.showWarningMessage(question, { modal: true, detail }, act)) !== act) return;
  const { images } = await local.engine();
  try {
    for (const { image } of nodes) await images.remove(image);
  } finally {
    local.imageBuilt();
  }
}
