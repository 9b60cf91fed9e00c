import { arnOf } from '../plan/local';
import { planProcessing } from '../plan/processing';
import { planEndpoint } from '../plan/serving';
import { planTraining } from '../plan/training';
import { planTransform } from '../plan/transform';
import type { Overlay, RequestKind } from '../requests/types';
import type { Planner } from './options';

/** The overlay of one request, and the folder that its paths are relative to. */
export interface PlacedOverlay {
  readonly overlay: Overlay;
  /** Absolute. */
  readonly folder: string;
}

/** Plans requests with the overlay that stands beside their document. */
export function overlayPlanner(
  overlayFor: (kind: RequestKind, name: string) => PlacedOverlay | Promise<PlacedOverlay>,
  account: string,
  region: string,
): Planner {
  const context = (folder: string) => ({ folder, account, region });
  return {
    training: async (request) => {
      const { overlay, folder } = await overlayFor('training-job', request.TrainingJobName ?? '');
      return planTraining(request, overlay, context(folder));
    },
    processing: async (request) => {
      const { overlay, folder } = await overlayFor('processing-job', request.ProcessingJobName ?? '');
      return planProcessing(request, overlay, context(folder));
    },
    endpoint: async (request) => {
      const { overlay, folder } = await overlayFor('endpoint', request.Endpoint.EndpointName ?? '');
      return planEndpoint(request, overlay, context(folder));
    },
    transform: async (request, model) => {
      const { overlay, folder } = await overlayFor('transform-job', request.TransformJobName ?? '');
      return planTransform(request, model, overlay, context(folder));
    },
    arn: (kind, name) => arnOf(context(''), kind, name),
  };
}
