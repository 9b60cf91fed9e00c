import type { CreateEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import { UserError } from '../user-error';
import type { RequestDocument } from '../requests/types';
import type { SageMaker } from '../sagemaker';
import { modelsOf } from '../shared-with-aws';
import type { Creation } from './launch-needs-types';

/** What creating needs of SageMaker. */
export type Creator = Pick<
  SageMaker,
  | 'createTrainingJob'
  | 'createProcessingJob'
  | 'createTransformJob'
  | 'createModel'
  | 'createEndpointConfig'
  | 'createEndpoint'
  | 'updateEndpoint'
  | 'deleteModel'
  | 'deleteEndpointConfig'
>;

interface Step {
  readonly creation: Creation;
  /** Answers the ARN. */
  readonly create: () => Promise<string>;
  /** Undefined: it is the last step. */
  readonly undo?: () => Promise<void>;
}

/**
 * Creates what a document asks for, in order, and answers the ARN of the job or endpoint; with `updates` the endpoint is
 * there, and changes over. When a later part can’t be
 * created, the models and configurations that were made for it are deleted again; the error says so, and names what could
 * not be deleted. An abort takes effect between two parts: whether a call that was broken off has created something, nobody
 * would know.
 */
export async function createAll(
  sagemaker: Creator,
  document: RequestDocument,
  onCreated: (creation: Creation) => void,
  signal: AbortSignal,
  updates = false,
): Promise<string> {
  const done: Step[] = [];
  let arn = '';
  for (const step of stepsOf(sagemaker, document, updates)) {
    try {
      signal.throwIfAborted();
      arn = await step.create();
      done.push(step);
      onCreated(step.creation);
    } catch (error) {
      const left = await undoAll(done);
      signal.throwIfAborted();
      throw failure(error, step, done, left);
    }
  }
  return arn;
}

function stepsOf(sagemaker: Creator, document: RequestDocument, updates: boolean): readonly Step[] {
  const models = modelsOf(document).map((model): Step => {
    const name = model.ModelName ?? '';
    return {
      creation: { what: 'model', name },
      create: async () => (await sagemaker.createModel(model)).ModelArn,
      undo: () => sagemaker.deleteModel(name),
    };
  });
  switch (document.kind) {
    case 'training-job': {
      const { request } = document;
      const creation: Creation = { what: 'training job', name: request.TrainingJobName ?? '' };
      return [{ creation, create: async () => (await sagemaker.createTrainingJob(request)).TrainingJobArn }];
    }
    case 'processing-job': {
      const { request } = document;
      const creation: Creation = { what: 'processing job', name: request.ProcessingJobName ?? '' };
      return [{ creation, create: async () => (await sagemaker.createProcessingJob(request)).ProcessingJobArn }];
    }
    case 'transform-job': {
      const { request } = document;
      const creation: Creation = { what: 'transform job', name: request.TransformJobName ?? '' };
      const create = async () => (await sagemaker.createTransformJob(request)).TransformJobArn;
      return [...models, { creation, create }];
    }
    case 'endpoint': {
      const { EndpointConfig, Endpoint } = document.request;
      const config = EndpointConfig.EndpointConfigName ?? '';
      return [
        ...models,
        {
          creation: { what: 'endpoint configuration', name: config },
          create: async () => (await sagemaker.createEndpointConfig(EndpointConfig)).EndpointConfigArn,
          undo: () => sagemaker.deleteEndpointConfig(config),
        },
        updates
          ? {
              creation: { what: 'endpoint', name: Endpoint.EndpointName ?? '', updated: true },
              create: async () => (await sagemaker.updateEndpoint(updateOf(Endpoint))).EndpointArn,
            }
          : {
              creation: { what: 'endpoint', name: Endpoint.EndpointName ?? '' },
              create: async () => (await sagemaker.createEndpoint(Endpoint)).EndpointArn,
            },
      ];
    }
  }
}

/** Tags are those of the endpoint that is there. */
function updateOf({ EndpointName, EndpointConfigName, DeploymentConfig }: CreateEndpointCommandInput) {
  return { EndpointName, EndpointConfigName, ...(DeploymentConfig === undefined ? {} : { DeploymentConfig }) };
}

/** Last first; answers what is still there. */
async function undoAll(done: readonly Step[]): Promise<readonly Creation[]> {
  const left: Creation[] = [];
  for (const { creation, undo } of [...done].reverse()) {
    try {
      await undo?.();
    } catch {
      left.push(creation);
    }
  }
  return left;
}

function failure(error: unknown, { creation }: Step, done: readonly Step[], left: readonly Creation[]): unknown {
  if (done.length === 0 || !(error instanceof Error)) return error;
  const gone = done.map((it) => it.creation).filter((it) => !left.includes(it));
  const parts = [
    `The ${creation.what} “${creation.name}” was not ${creation.updated === true ? 'updated' : 'created'}: ${error.message.replace(/\.$/, '')}.`,
    ...(gone.length === 0
      ? []
      : [`${spoken(gone)}, made for it, ${gone.length === 1 ? 'was' : 'were'} deleted again.`]),
    ...(left.length === 0 ? [] : [`${spoken(left)} ${left.length === 1 ? 'is' : 'are'} still there.`]),
  ];
  const remedy = error instanceof UserError ? error.remedy : 'Correct the request, and launch it again.';
  const whole = new UserError(parts.join(' '), remedy, { cause: error });
  Object.defineProperty(whole, 'name', { value: error.name });
  return whole;
}

function spoken(creations: readonly Creation[]): string {
  const text = creations.map(({ what, name }) => `the ${what} “${name}”`).join(' and ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
