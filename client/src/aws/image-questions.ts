import { l10n, window } from 'vscode';
import type { LaunchPlan, PlannedPush } from '../../../engine/src/aws/launch-plan';

/** Where each image of this machine goes; those that are not in it stay as the request names them. */
export type Targets = ReadonlyMap<PlannedPush, string>;

/** Asks where the images go that the overlay has for the request's. Undefined: the user thought better of it. */
export async function chooseTargets({ pushes }: LaunchPlan): Promise<Targets | undefined> {
  const targets = new Map<PlannedPush, string>();
  for (const push of pushes) {
    const keeps = push.target !== undefined || push.image.requested.includes('@');
    const answer = keeps ? await keepOrPush(push) : await askTarget(push);
    if (answer === undefined) return undefined;
    if (answer !== '') targets.set(push, answer);
  }
  return targets;
}

/** An image that is, or can be, in ECR under the request's own name. `''`: it stays. */
async function keepOrPush(push: PlannedPush): Promise<string | undefined> {
  const { image, target } = push;
  const keep = { label: l10n.t('$(cloud) Use the image that is there'), description: image.requested };
  const elsewhere = { label: l10n.t('$(edit) Push to another repository…') };
  const here = target === undefined ? [] : [{ label: l10n.t('$(cloud-upload) Build and push'), description: target }];
  const picked = await window.showQuickPick([keep, ...here, elsewhere], {
    title: l10n.t('The overlay has an image for {0}', image.requested),
    placeHolder: image.build?.dockerfile ?? image.local,
  });
  if (picked === undefined) return undefined;
  if (picked === keep) return '';
  return picked === elsewhere ? askTarget(push) : target;
}

async function askTarget({ image }: PlannedPush): Promise<string | undefined> {
  const name = image.requested.replace(/@.*$/, '').split('/').at(-1) ?? '';
  const answer = await window.showInputBox({
    title: l10n.t('Push {0}', image.build?.dockerfile ?? image.local),
    prompt: l10n.t('Repository and tag in ECR; a repository that is not there is created'),
    placeHolder: 'repository:tag',
    value: name.toLowerCase(),
  });
  return answer?.trim() === '' ? undefined : answer?.trim();
}
