import type { SageMaker } from '../sagemaker';
import { unlessMissing } from '../session/by-kind';
import type { Creation } from './launch-needs-types';

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
