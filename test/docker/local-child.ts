import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { openEngine } from '../../engine/src/docker/open-engine';
import { thisOwner } from '../../engine/src/docker/owner';
import { localSageMaker } from '../../engine/src/local/local-sagemaker';
import { overlayPlanner } from '../../engine/src/local/planner';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';

/** A process that runs one training job, for tests that kill it. */
interface Input {
  readonly socketPath: string;
  readonly storage: string;
  readonly folder: string;
  readonly window: string;
  readonly request: CreateTrainingJobCommandInput;
}

async function main({ socketPath, storage, folder, window, request }: Input): Promise<void> {
  const overlay = { ...DEFAULT_OVERLAY, s3: { 's3://bucket/train/': './data' } };
  const sagemaker = localSageMaker({
    storage,
    engine: () => openEngine({ socketPath }, 'the tests'),
    planner: overlayPlanner(() => ({ overlay, folder }), { account: '123456789012', region: 'us-west-2' }),
    owner: await thisOwner(window),
    build: () => Promise.reject(new Error('nothing is built here')),
  });
  await sagemaker.createTrainingJob(request);
  await sagemaker.settled('training-job', request.TrainingJobName ?? '');
}

void main(JSON.parse(process.argv[2] ?? '{}') as Input);
