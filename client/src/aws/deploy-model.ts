import { l10n, window } from 'vscode';
import type { Ref } from '../connections/connection';
import type { Parts } from '../parts';
import type { AwsConnection } from './aws-connection';
import { launchPlanned } from './launch-plan';
import { loadAws } from './load-aws';

const USUAL_TYPE = 'ml.m5.large';

/** Makes an endpoint of what a finished training job left: asks for name, instances and price as any launch does. */
export async function deployModel(job: string, root: AwsConnection, parts: Parts): Promise<Ref | undefined> {
  const title = l10n.t('Deploy the model of {0}', job);
  const name = await window.showInputBox({
    title,
    prompt: l10n.t('Name of the endpoint, its configuration and its model'),
    value: job,
    validateInput: (text) =>
      /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(text)
        ? undefined
        : l10n.t('Letters, digits and hyphens, up to 63, with a letter or digit at both ends'),
  });
  if (name === undefined) return undefined;
  const aws = await loadAws();
  const types = [USUAL_TYPE, ...aws.knownInstanceTypes().filter((it) => it !== USUAL_TYPE)];
  const instanceType = await window.showQuickPick(types, { title, placeHolder: l10n.t('Instance type') });
  if (instanceType === undefined) return undefined;
  const count = await window.showInputBox({
    title,
    prompt: l10n.t('Number of instances'),
    value: '1',
    validateInput: (text) => (/^[1-9]\d{0,3}$/.test(text) ? undefined : l10n.t('A whole number')),
  });
  if (count === undefined) return undefined;
  await root.whoami();
  const { sagemaker } = await root.open();
  const deployment = { name, source: { trainingJob: job }, instanceType, instanceCount: Number(count) };
  const { document, overlay } = await aws.deploymentRequest(sagemaker, deployment);
  return (await launchPlanned(aws.planLaunch(document, overlay, ''), root, parts))?.ref;
}
