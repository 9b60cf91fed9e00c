import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { buildImage } from '../../engine/src/docker/build/build-image';
import { openEngine } from '../../engine/src/docker/open-engine';
import { thisOwner } from '../../engine/src/docker/owner';
import { localSageMaker } from '../../engine/src/local/local-sagemaker';
import { overlayPlanner } from '../../engine/src/local/planner';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';

/** A process with one kind of work, for drills that kill it. */
export interface DrillInput {
  readonly socketPath: string;
  readonly storage: string;
  readonly folder: string;
  readonly window: string;
  readonly s3: Readonly<Record<string, string>>;
  readonly work:
    | { readonly kind: 'processing'; readonly request: CreateProcessingJobCommandInput }
    | {
        readonly kind: 'transform';
        readonly model: CreateModelCommandInput;
        readonly request: CreateTransformJobCommandInput;
      }
    | { readonly kind: 'endpoint'; readonly model: CreateModelCommandInput; readonly name: string }
    | { readonly kind: 'build'; readonly tag: string };
}

async function main({ socketPath, storage, folder, window, s3, work }: DrillInput): Promise<void> {
  const overlay = { ...DEFAULT_OVERLAY, s3 };
  const sagemaker = localSageMaker({
    storage,
    engine: () => openEngine({ socketPath }, 'the drill'),
    planner: overlayPlanner(() => ({ overlay, folder }), { account: '123456789012', region: 'us-west-2' }),
    owner: await thisOwner(window),
    build: () => Promise.reject(new Error('nothing is built here')),
  });
  switch (work.kind) {
    case 'processing':
      await sagemaker.createProcessingJob(work.request);
      return sagemaker.settled('processing-job', work.request.ProcessingJobName ?? '');
    case 'transform':
      await sagemaker.createModel(work.model);
      await sagemaker.createTransformJob(work.request);
      return sagemaker.settled('transform-job', work.request.TransformJobName ?? '');
    case 'endpoint': {
      const { ModelName = '' } = work.model;
      await sagemaker.createModel(work.model);
      const variant = { VariantName: 'v', ModelName, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
      await sagemaker.createEndpointConfig({ EndpointConfigName: 'config', ProductionVariants: [variant] });
      await sagemaker.createEndpoint({ EndpointName: work.name, EndpointConfigName: 'config' });
      return sagemaker.settled('endpoint', work.name);
    }
    case 'build':
      await buildImage(
        { socketPath },
        { contextDir: folder, dockerfile: `${folder}/Dockerfile`, tag: work.tag, noCache: true },
        {
          onEvent: (event) => {
            if (event.kind === 'log') process.stdout.write(`${event.text}\n`);
          },
        },
      );
  }
}

if (process.argv[2] !== undefined) void main(JSON.parse(process.argv[2]) as DrillInput);
