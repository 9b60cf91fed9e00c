import type { CreateModelCommandInput } from '@aws-sdk/client-sagemaker';
import type { RequestDocument } from '../requests/types';
import type { SageMaker } from '../sagemaker';
import { unlessMissing } from './by-kind';

/** Creates what the document asks for: a job, or a model, an endpoint configuration and an endpoint. */
export async function createFrom(sagemaker: SageMaker, document: RequestDocument, signal: AbortSignal): Promise<void> {
  switch (document.kind) {
    case 'training-job':
      await sagemaker.createTrainingJob(document.request, signal);
      break;
    case 'processing-job':
      await sagemaker.createProcessingJob(document.request, signal);
      break;
    case 'transform-job':
      for (const model of modelsOf(document)) await sagemaker.createModel(model);
      await sagemaker.createTransformJob(document.request, signal);
      break;
    case 'endpoint':
      for (const model of modelsOf(document)) await sagemaker.createModel(model);
      await sagemaker.createEndpointConfig(document.request.EndpointConfig);
      await sagemaker.createEndpoint(document.request.Endpoint, signal);
      break;
  }
}

/** The models that come with the document. */
export function modelsOf(document: RequestDocument): readonly CreateModelCommandInput[] {
  switch (document.kind) {
    case 'training-job':
    case 'processing-job':
      return [];
    case 'transform-job':
      return document.model === undefined ? [] : [document.model];
    case 'endpoint':
      return document.request.Models ?? [document.request.Model];
  }
}

/**
 * Deletes the model and endpoint configuration of a document, where they are. They hold no data on this machine, and one
 * that an earlier run left would be in the way.
 */
export async function forgetParts(sagemaker: SageMaker, document: RequestDocument): Promise<void> {
  for (const { ModelName } of modelsOf(document)) await unlessMissing(sagemaker.deleteModel(ModelName ?? ''));
  if (document.kind !== 'endpoint') return;
  await unlessMissing(sagemaker.deleteEndpointConfig(document.request.EndpointConfig.EndpointConfigName ?? ''));
}
