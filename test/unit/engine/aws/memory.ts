import type { Creator } from '../../../../engine/src/aws/launch-create';

/** As much of SageMaker as creating needs: it remembers what is there, and what was deleted. */
export function memorySageMaker(
  other: Partial<Creator> = {},
): Creator & { there(): readonly string[]; deleted(): readonly string[] } {
  const there = new Set<string>();
  const deleted: string[] = [];
  const create = (name: string | undefined) => {
    there.add(name ?? '');
    return Promise.resolve(`arn:${name ?? ''}`);
  };
  const remove = (name: string) => {
    there.delete(name);
    deleted.push(name);
    return Promise.resolve();
  };
  return {
    createTrainingJob: async (request) => ({ TrainingJobArn: await create(request.TrainingJobName) }),
    createProcessingJob: async (request) => ({ ProcessingJobArn: await create(request.ProcessingJobName) }),
    createTransformJob: async (request) => ({ TransformJobArn: await create(request.TransformJobName) }),
    createModel: async (request) => ({ ModelArn: await create(request.ModelName) }),
    createEndpointConfig: async (request) => ({ EndpointConfigArn: await create(request.EndpointConfigName) }),
    createEndpoint: async (request) => ({ EndpointArn: await create(request.EndpointName) }),
    updateEndpoint: async (request) => ({ EndpointArn: await create(request.EndpointName) }),
    deleteModel: remove,
    deleteEndpointConfig: remove,
    ...other,
    there: () => [...there],
    deleted: () => deleted,
  };
}
