import { arnOf } from '../plan/local';
import { planProcessing } from '../plan/processing';
import { planEndpoint } from '../plan/serving';
import { planTraining } from '../plan/training';
import { planTransform } from '../plan/transform';
import type { Overlay, RequestKind } from '../requests/types';
import type { Planner } from './options';

/** Whose job it is, for its ARN and its environment. */
export interface AccountAndRegion {
  readonly account: string;
  readonly region: string;
}

/** The overlay of one request, and the folder that its paths are relative to. */
export interface PlacedOverlay extends Partial<AccountAndRegion> {
  readonly overlay: Overlay;
  /** Absolute. */
  readonly folder: string;
}

const REQUEST_KINDS: readonly string[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];

function isRequestKind(kind: string): kind is RequestKind {
  return REQUEST_KINDS.includes(kind);
}

/** Plans requests with the overlay that stands beside their document. */
export function overlayPlanner(
  overlayFor: (kind: RequestKind, name: string) => PlacedOverlay | Promise<PlacedOverlay>,
  otherwise: AccountAndRegion,
): Planner {
  const contextOf = ({ folder, account, region }: Omit<PlacedOverlay, 'overlay'>) => ({
    folder,
    account: account ?? otherwise.account,
    region: region ?? otherwise.region,
  });
  return {
    training: async (request) => {
      const placed = await overlayFor('training-job', request.TrainingJobName ?? '');
      return planTraining(request, placed.overlay, contextOf(placed));
    },
    processing: async (request) => {
      const placed = await overlayFor('processing-job', request.ProcessingJobName ?? '');
      return planProcessing(request, placed.overlay, contextOf(placed));
    },
    endpoint: async (request) => {
      const placed = await overlayFor('endpoint', request.Endpoint.EndpointName ?? '');
      return planEndpoint(request, placed.overlay, contextOf(placed));
    },
    transform: async (request, model) => {
      const placed = await overlayFor('transform-job', request.TransformJobName ?? '');
      return planTransform(request, model, placed.overlay, contextOf(placed));
    },
    arn: async (kind, name) => {
      const placed = isRequestKind(kind) ? await overlayFor(kind, name) : { folder: '' };
      return arnOf(contextOf(placed), kind, name);
    },
  };
}
