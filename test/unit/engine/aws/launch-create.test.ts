import { describe, expect, it } from 'vitest';
import { createAll } from '../../../../engine/src/aws/launch-create';
import { withImages } from '../../../../engine/src/aws/launch-images';
import { resourceInUse } from '../../../../engine/src/named-errors';
import type { RequestDocument } from '../../../../engine/src/requests/types';
import { memorySageMaker } from './memory';
import { endpointRequest, modelRequest, trainingRequest } from '../plan/fixtures';

const ENDPOINT: RequestDocument = { kind: 'endpoint', request: endpointRequest() };

function created() {
  const names: string[] = [];
  return { names, note: (it: { what: string }) => names.push(it.what) };
}

describe('creating', () => {
  it('goes in order, and answers the ARN of the last', async () => {
    const { names, note } = created();
    const sagemaker = memorySageMaker();
    const arn = await createAll(sagemaker, ENDPOINT, note, new AbortController().signal);
    expect(arn).toBe('arn:endpoint');
    expect(names).toEqual(['model', 'endpoint configuration', 'endpoint']);
  });

  it('deletes again what was made for an endpoint that can’t be', async () => {
    const sagemaker = memorySageMaker({ createEndpoint: () => Promise.reject(resourceInUse('endpoint', 'endpoint')) });
    const failing = createAll(sagemaker, ENDPOINT, () => undefined, new AbortController().signal);
    await expect(failing).rejects.toMatchObject({
      name: 'ResourceInUse',
      message: expect.stringMatching(
        /endpoint “endpoint” was not created.*model “model” and the endpoint configuration “config”, made for it, were deleted again/,
      ) as string,
    });
    expect(sagemaker.there()).toEqual([]);
  });

  it('names what could not be deleted', async () => {
    const sagemaker = memorySageMaker({
      createEndpoint: () => Promise.reject(new Error('no')),
      deleteModel: () => Promise.reject(new Error('denied')),
    });
    const failing = createAll(sagemaker, ENDPOINT, () => undefined, new AbortController().signal);
    await expect(failing).rejects.toThrow(
      /configuration “config”, made for it, was deleted again\. The model “model” is still there/,
    );
    expect(sagemaker.there()).toEqual(['model']);
  });

  it('leaves nothing when it is aborted', async () => {
    const stop = new AbortController();
    const sagemaker = memorySageMaker();
    const failing = createAll(
      sagemaker,
      ENDPOINT,
      (it) => {
        if (it.what === 'model') stop.abort();
      },
      stop.signal,
    );
    await expect(failing).rejects.toMatchObject({ name: 'AbortError' });
    expect(sagemaker.there()).toEqual([]);
  });

  it('does not touch a model that was there before', async () => {
    const sagemaker = memorySageMaker({ createModel: () => Promise.reject(resourceInUse('model', 'model')) });
    const failing = createAll(sagemaker, ENDPOINT, () => undefined, new AbortController().signal);
    await expect(failing).rejects.toThrow(/There is already a model/);
    expect(sagemaker.deleted()).toEqual([]);
  });
});

describe('the images of a request', () => {
  it('are exchanged in every kind', () => {
    const images = { 'image:1': 'new' };
    const training = withImages({ kind: 'training-job', request: trainingRequest() }, images);
    expect(training).toMatchObject({ request: { AlgorithmSpecification: { TrainingImage: 'new' } } });
    const model = modelRequest();
    const endpoint = withImages({ kind: 'endpoint', request: { ...endpointRequest(model), Models: [model] } }, images);
    expect(endpoint).toMatchObject({
      request: { Model: { PrimaryContainer: { Image: 'new' } }, Models: [{ PrimaryContainer: { Image: 'new' } }] },
    });
  });
});
