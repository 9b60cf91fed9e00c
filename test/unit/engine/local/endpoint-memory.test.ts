import { expect, it } from 'vitest';
import type { SageMaker } from '../../../../engine/src/sagemaker';
import { memorySageMaker } from '../../../../engine/src/testing/memory-sagemaker';

async function endpoint(config = {}): Promise<SageMaker> {
  const sagemaker = memorySageMaker();
  await sagemaker.createModel({ ModelName: 'm' });
  await sagemaker.createEndpointConfig({
    EndpointConfigName: 'c',
    ProductionVariants: [{ VariantName: 'v', ModelName: 'm' }],
    ...config,
  });
  await sagemaker.createEndpoint({ EndpointName: 'ep', EndpointConfigName: 'c' });
  await new Promise((resolve) => setImmediate(resolve));
  return sagemaker;
}

it('streams in pieces what it answers at once', async () => {
  const answer = await (await endpoint()).invokeEndpointWithResponseStream('ep', { body: Buffer.from('hello') });
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).toString()).toBe('hello');
  expect(answer.invokedProductionVariant).toBe('v');
});

it('says where an asynchronous answer goes, if the endpoint is asynchronous', async () => {
  const AsyncInferenceConfig = { OutputConfig: { S3OutputPath: 's3://o', S3FailurePath: 's3://f' } };
  const invocation = { inputLocation: 's3://in/x', inferenceId: 'mine' };
  expect(await (await endpoint({ AsyncInferenceConfig })).invokeEndpointAsync('ep', invocation)).toEqual({
    inferenceId: 'mine',
    outputLocation: 's3://o/mine.out',
    failureLocation: 's3://f/mine-error.out',
  });
  await expect((await endpoint()).invokeEndpointAsync('ep', invocation)).rejects.toMatchObject({
    name: 'ValidationException',
  });
});
