import type { DebugOptions } from '../debug/with-debugger';
import { withDebugger } from '../debug/with-debugger';
import { arnOf } from '../plan/local';
import type { PlanContext } from '../plan/local';
import { planProcessing } from '../plan/processing';
import { planEndpoint } from '../plan/serving';
import { planTraining } from '../plan/training';
import { planTransform } from '../plan/transform';
import type { RunPlan } from '../plan/types';
import type { Overlay, RequestKind } from '../requests/types';
import type { Planner } from './options';

/** Whose job it is, for its ARN and its environment. */
export interface AccountAndRegion {
  readonly account: string;
  readonly region: string;
}

/** The overlay of one request, and the folder that its paths are relative to. */
export interface PlacedOverlay extends Partial<AccountAndRegion>, Pick<PlanContext, 's3'> {
  readonly overlay: Overlay;
  /** Absolute. */
  readonly folder: string;
  /** Training jobs and endpoints listen for a debugger. */
  readonly debug?: DebugOptions | undefined;
}

const REQUEST_KINDS: readonly string[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];

function isRequestKind(kind: string): kind is RequestKind {
  return REQUEST_KINDS.includes(kind);
}

function debugged(plan: RunPlan, { debug }: PlacedOverlay): RunPlan {
  return debug === undefined ? plan : withDebugger(plan, debug);
}

/** Plans requests with the overlay that stands beside their document. */
export function overlayPlanner(
  overlayFor: (kind: RequestKind, name: string) => PlacedOverlay | Promise<PlacedOverlay>,
  otherwise: AccountAndRegion,
): Planner {
  const contextOf = ({ folder, account, region, s3 }: Omit<PlacedOverlay, 'overlay'>): PlanContext => ({
    folder,
    account: account ?? otherwise.account,
    region: region ?? otherwise.region,
    ...(s3 === undefined ? {} : { s3 }),
  });
  return {
    training: async (request) => {
      const placed = await overlayFor('training-job', request.TrainingJobName ?? '');
      return debugged(planTraining(request, placed.overlay, contextOf(placed)), placed);
    },
    processing: async (request) => {
      const placed = await overlayFor('processing-job', request.ProcessingJobName ?? '');
      return planProcessing(request, placed.overlay, contextOf(placed));
    },
    endpoint: async (request) => {
      const placed = await overlayFor('endpoint', request.Endpoint.EndpointName ?? '');
      return debugged(planEndpoint(request, placed.overlay, contextOf(placed)), placed);
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
