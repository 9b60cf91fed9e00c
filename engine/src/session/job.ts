import { resolve } from 'node:path';
import type { PlanContext } from '../plan/local';
import { planProcessing } from '../plan/processing';
import { planEndpoint } from '../plan/serving';
import { planTraining } from '../plan/training';
import { planTransform } from '../plan/transform';
import type { RunPlan } from '../plan/types';
import type { Overlay, RequestDocument } from '../requests/types';
import { UserError } from '../user-error';
import { readEnvFile } from './env-file';

/** All that a plan needs. */
export interface Job {
  readonly document: RequestDocument;
  readonly overlay: Overlay;
  readonly context: PlanContext;
}

/** Where nothing says which account it is. */
export const LOCAL_ACCOUNT = '000000000000';

/** ARNs have the account of the role. */
export function accountOf(document: RequestDocument): string {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(roleOf(document) ?? '')?.[1] ?? LOCAL_ACCOUNT;
}

function roleOf(document: RequestDocument): string | undefined {
  switch (document.kind) {
    case 'endpoint':
      return document.request.Model.ExecutionRoleArn;
    case 'transform-job':
      return document.model?.ExecutionRoleArn;
    case 'training-job':
    case 'processing-job':
      return document.request.RoleArn;
  }
}

/** The region of the environment, as the AWS command line reads it. */
export function regionOf(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = [env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find((it) => it !== undefined && it !== '');
  return named ?? 'us-east-1';
}

/** Name of the job or endpoint. */
export function nameOf(document: RequestDocument): string {
  switch (document.kind) {
    case 'training-job':
      return document.request.TrainingJobName ?? '';
    case 'processing-job':
      return document.request.ProcessingJobName ?? '';
    case 'transform-job':
      return document.request.TransformJobName ?? '';
    case 'endpoint':
      return document.request.Endpoint.EndpointName ?? '';
  }
}

/** The overlay with the variables of its env file; its own win. */
function withEnvFile(overlay: Overlay, folder: string): Overlay {
  if (overlay.envFile === undefined) return overlay;
  const env = { ...readEnvFile(resolve(folder, overlay.envFile)), ...overlay.env };
  return { ...overlay, envFile: undefined, env };
}

/** A request document and its overlay as a job of this machine. `folder`: what the overlay's paths are relative to. */
export function jobOf(document: RequestDocument, overlay: Overlay, folder: string): Job {
  return {
    document,
    overlay: withEnvFile(overlay, folder),
    context: { folder, account: accountOf(document), region: regionOf() },
  };
}

/** What the request does on this machine. */
export function planOf({ document, overlay, context }: Job): RunPlan {
  switch (document.kind) {
    case 'training-job':
      return planTraining(document.request, overlay, context);
    case 'processing-job':
      return planProcessing(document.request, overlay, context);
    case 'transform-job':
      if (document.model === undefined) {
        throw new UserError(
          'The document does not say what the model is.',
          'Add `"Model"`, as CreateModel takes it: at AWS the model is there already, on this machine it is not.',
        );
      }
      return planTransform(document.request, document.model, overlay, context);
    case 'endpoint':
      return planEndpoint(document.request, overlay, context);
  }
}
