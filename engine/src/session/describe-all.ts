import type { DescribeModelCommandOutput } from '@aws-sdk/client-sagemaker';
import type { Description } from '../requests/from-description';
import type { Answer, Kind, SageMaker } from '../sagemaker';
import { unlessMissing } from './by-kind';

type Describer = Pick<
  SageMaker,
  | 'describeTrainingJob'
  | 'describeProcessingJob'
  | 'describeTransformJob'
  | 'describeEndpoint'
  | 'describeEndpointConfig'
  | 'describeModel'
>;

/** All that is told of a job or endpoint and of its models and configuration. */
export async function describeAll(sagemaker: Describer, kind: Kind, name: string): Promise<Description> {
  switch (kind) {
    case 'training-job':
      return { kind, job: await sagemaker.describeTrainingJob(name) };
    case 'processing-job':
      return { kind, job: await sagemaker.describeProcessingJob(name) };
    case 'transform-job': {
      const job = await sagemaker.describeTransformJob(name);
      return { kind, job, model: await unlessMissing(sagemaker.describeModel(job.ModelName ?? '')) };
    }
    case 'endpoint': {
      const endpoint = await sagemaker.describeEndpoint(name);
      const config = await sagemaker.describeEndpointConfig(endpoint.EndpointConfigName ?? '');
      const variants = [...(config.ProductionVariants ?? []), ...(config.ShadowProductionVariants ?? [])];
      const names = new Set(variants.flatMap(({ ModelName }) => ModelName ?? []));
      const models: Answer<DescribeModelCommandOutput>[] = [];
      for (const model of names) {
        const found = await unlessMissing(sagemaker.describeModel(model));
        if (found !== undefined) models.push(found);
      }
      return { kind, endpoint, config, models };
    }
  }
}
