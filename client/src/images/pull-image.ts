import { env, l10n, window } from 'vscode';
import { loadAws } from '../aws/load-aws';
import { withSignal } from '../aws/with-signal';
import type { LocalConnection } from '../connections/local-connection';
import { loadEngine } from '../engine/load-engine';
import type { EcrImageNode } from './nodes';

/** Pulls an image of ECR to this machine with the connection’s own login. Answers its name here. */
export async function pullImage({ connection, image, row }: EcrImageNode, local: LocalConnection): Promise<string> {
  await withSignal(l10n.t('Pulling {0}', image), async (tell, signal) => {
    const [aws, { pullProgress }, engine] = await Promise.all([loadAws(), loadEngine(), local.engine()]);
    const { session } = await connection.open();
    await aws.pullFromEcr({ connection: session, engine }, image, pullProgress(tell), signal);
  });
  local.imageBuilt();
  void tellPulled(image, row.tags.length > 0);
  return image;
}

async function tellPulled(image: string, tagged: boolean): Promise<void> {
  const copy = l10n.t('Copy Name');
  const message = tagged
    ? l10n.t('{0} is on this machine.', image)
    : l10n.t('{0} is on this machine. It has no tag: runs name it by its digest.', image);
  if ((await window.showInformationMessage(message, copy)) === copy) await env.clipboard.writeText(image);
}
