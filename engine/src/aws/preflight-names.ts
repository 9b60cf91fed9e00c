import type { SageMaker } from '../sagemaker';
import { unlessMissing } from '../session/by-kind';
import type { Creation } from './launch-needs-types';
import { judgeName } from './preflight-judge';
import { failed, passed } from './preflight-types';
import type { Verdict } from './preflight-types';

/** What looking for names needs of SageMaker. */
export type Describer = Pick<
  SageMaker,
  | 'describeTrainingJob'
  | 'describeProcessingJob'
  | 'describeTransformJob'
  | 'describeModel'
  | 'describeEndpointConfig'
  | 'describeEndpoint'
>;

/** Whether there is one of that name. */
export async function isTaken(sagemaker: Describer, { what, name }: Creation): Promise<boolean> {
  return (await unlessMissing<object>(described(sagemaker, what, name))) !== undefined;
}

/** Whether it can be created under its name; of an endpoint that is updated, whether it is there and ready for that. */
export async function checkName(sagemaker: Describer, creation: Creation): Promise<Verdict> {
  const { what, name, updated } = creation;
  if (updated === undefined) {
    const taken = await isTaken(sagemaker, creation);
    const verdict = judgeName(creation, taken);
    return taken && what === 'endpoint' ? { ...verdict, offer: 'update-endpoint' } : verdict;
  }
  const status = (await unlessMissing(sagemaker.describeEndpoint(name)))?.EndpointStatus;
  if (status === 'InService') {
    return passed(`The endpoint “${name}” changes over to the new configuration; its old one and its models stay.`);
  }
  return status === undefined
    ? failed(`There is no endpoint “${name}” to update.`, 'Launch it without the update.')
    : failed(`The endpoint “${name}” is ${status}: SageMaker updates one that is InService only.`, 'Wait until it is.');
}

function described(sagemaker: Describer, what: Creation['what'], name: string): Promise<object> {
  switch (what) {
    case 'training job':
      return sagemaker.describeTrainingJob(name);
    case 'processing job':
      return sagemaker.describeProcessingJob(name);
    case 'transform job':
      return sagemaker.describeTransformJob(name);
    case 'model':
      return sagemaker.describeModel(name);
    case 'endpoint configuration':
      return sagemaker.describeEndpointConfig(name);
    case 'endpoint':
      return sagemaker.describeEndpoint(name);
  }
}
