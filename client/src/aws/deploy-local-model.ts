import { l10n, window } from 'vscode';
import type { LocalModel } from '../../../engine/src/aws/launch-local-model';
import type { Ref } from '../connections/connection';
import type { Parts } from '../parts';
import { askDeployment } from './ask-deployment';
import type { AwsConnection } from './aws-connection';
import { chooseRole } from './choose-role';
import { launchPlanned } from './launch-plan';
import { loadAws } from './load-aws';
import { withSignal } from './with-signal';

/**
 * Makes an endpoint at AWS of what a training job left on this machine: the model is uploaded, and the image that the job
 * was built with is pushed, as in any launch. Undefined: the user thought better of it, or has seen why not.
 */
export async function deployLocalModel(job: string, root: AwsConnection, parts: Parts): Promise<Ref | undefined> {
  const aws = await loadAws();
  const { local } = parts.connections;
  const sagemaker = await local.sagemaker();
  const model = await withSignal(l10n.t('Packing the model of {0}', job), (_tell, signal) =>
    aws.localModel(sagemaker, job, signal),
  );
  try {
    return await deploy(job, model, root, parts);
  } finally {
    await model.dispose();
  }
}

async function deploy(job: string, model: LocalModel, root: AwsConnection, parts: Parts): Promise<Ref | undefined> {
  const asked = await askDeployment(job);
  if (asked === undefined) return undefined;
  const aws = await loadAws();
  const identity = await root.whoami();
  const to = await askPlace(job, aws.defaultModelUri(identity, root.name.region, asked.name));
  if (to === undefined) return undefined;
  const role = model.role ?? (await chooseRole(root));
  if (role === undefined) return undefined;
  const { sagemaker } = await root.open();
  const source = { file: model.file, to };
  const { image, registry } = model;
  const { document, overlay } = await aws.deploymentRequest(sagemaker, { ...asked, source, image, registry, role });
  // Images that this window built for the job are pushed; of an earlier window's job the image has to be in ECR.
  const placed = parts.connections.local.overlayOf('training-job', job);
  const images = placed?.overlay.images ?? overlay.images;
  const plan = aws.planLaunch(document, { ...overlay, images }, placed?.folder ?? '');
  return (await launchPlanned(plan, root, parts))?.ref;
}

function askPlace(job: string, usual: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Deploy the model of {0}', job),
    prompt: l10n.t('Where in S3 the model is uploaded to'),
    value: usual,
    validateInput: (text) =>
      /^s3:\/\/[a-z0-9.-]{3,63}\/.+\.tar\.gz$/.test(text) ? undefined : l10n.t('s3://bucket/…/model.tar.gz'),
  });
}
