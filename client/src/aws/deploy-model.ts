import type { Ref } from '../connections/connection';
import type { Parts } from '../parts';
import { askDeployment } from './ask-deployment';
import type { AwsConnection } from './aws-connection';
import { launchPlanned } from './launch-plan';
import { loadAws } from './load-aws';

/** Makes an endpoint of what a finished training job left: asks for name, instances and price as any launch does. */
export async function deployModel(job: string, root: AwsConnection, parts: Parts): Promise<Ref | undefined> {
  const asked = await askDeployment(job);
  if (asked === undefined) return undefined;
  const aws = await loadAws();
  await root.whoami();
  const { sagemaker } = await root.open();
  const { document, overlay } = await aws.deploymentRequest(sagemaker, { ...asked, source: { trainingJob: job } });
  return (await launchPlanned(aws.planLaunch(document, overlay, ''), root, parts))?.ref;
}
