import { expect, it } from 'vitest';
import { ModelError } from '../../../../engine/src/named-errors';
import { memorySageMaker } from '../../../../engine/src/testing/memory-sagemaker';
import { describeSageMaker } from '../../../contract/sagemaker-behaviour';

const request = (name: string) => ({
  TrainingJobName: name,
  RoleArn: 'arn:aws:iam::123456789012:role/role',
  AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' as const },
  OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
  ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
});

describeSageMaker('MemorySageMaker', () =>
  Promise.resolve({
    sagemaker: memorySageMaker({
      run: async ({ name, log, stopped }) => {
        log('hello');
        log('careful', 'stderr');
        if (name === 'bad') return 'AlgorithmError: broken, exit code: 3';
        if (name === 'wait')
          await new Promise((resolve) => {
            stopped.addEventListener('abort', resolve);
          });
        return undefined;
      },
    }),
    name: (what) => what,
    succeeding: request,
    failing: request,
    waiting: request,
    processing: (name) => ({
      ProcessingJobName: name,
      RoleArn: 'arn:aws:iam::123456789012:role/role',
      AppSpecification: { ImageUri: 'image' },
      ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 } },
    }),
    model: (name) => ({ ModelName: name, PrimaryContainer: { Image: 'image' } }),
    config: (name, model) => ({
      EndpointConfigName: name,
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: model }],
    }),
    payload: new Uint8Array([1]),
  }),
);

it('answers what it is told, errors too', async () => {
  const sagemaker = memorySageMaker({
    answer: (_endpoint, { body }) => ({ status: body.length > 1 ? 400 : 200, body: new TextEncoder().encode('said') }),
  });
  await sagemaker.createModel({ ModelName: 'm' });
  await sagemaker.createEndpointConfig({
    EndpointConfigName: 'c',
    ProductionVariants: [{ VariantName: 'v', ModelName: 'm' }],
  });
  await sagemaker.createEndpoint({ EndpointName: 'e', EndpointConfigName: 'c' });
  await expect(sagemaker.invokeEndpoint('e', { body: new Uint8Array(1) })).rejects.toThrow('Creating');
  await new Promise(setImmediate);
  const answer = await sagemaker.invokeEndpoint('e', { body: new Uint8Array(1) });
  expect(new TextDecoder().decode(answer.body)).toBe('said');
  await expect(sagemaker.invokeEndpoint('e', { body: new Uint8Array(2) })).rejects.toBeInstanceOf(ModelError);
});
