import * as fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defaultBucketName } from '../../../contract/default-bucket';
import { MODEL_DIR } from '../../../contract/filesystem';
import { filesBelow } from '../local/pack';
import type { SageMaker } from '../sagemaker';
import { LOCAL_ACCOUNT } from '../shared-with-aws';
import { UserError } from '../user-error';
import { archiveOf } from './archive';
import type { Identity } from './connection';
import { registryOf } from './launch-deploy';
import type { ImageRegistry } from './launch-deploy';

/** What a training job of this machine left, ready to be deployed at AWS. */
export interface LocalModel {
  /** The archive, an absolute path: a `ModelSource` with a place in S3. */
  readonly file: string;
  /** As the job’s request names it. */
  readonly image: string | undefined;
  /** Where that image is, when it is not in ECR. */
  readonly registry: ImageRegistry | undefined;
  /** Undefined: the job had none, or one of this machine only. */
  readonly role: string | undefined;
  /** Deletes what was packed for the deployment; what the job left stays. */
  dispose(): Promise<void>;
}

/**
 * The model of a finished training job of this machine. What it left as a folder is packed, as SageMaker packs it, into a
 * file that lives until `dispose`. Throws a UserError when it has left no model.
 */
export async function localModel(
  local: Pick<SageMaker, 'describeTrainingJob'>,
  job: string,
  signal: AbortSignal,
): Promise<LocalModel> {
  const described = await local.describeTrainingJob(job);
  const { TrainingJobStatus, ModelArtifacts, AlgorithmSpecification, RoleArn } = described;
  const uri = ModelArtifacts?.S3ModelArtifacts;
  if (TrainingJobStatus !== 'Completed' || uri?.startsWith('file:') !== true) {
    throw new UserError(
      `The training job “${job}” of this machine has left no model: it is ${TrainingJobStatus ?? 'unknown'}.`,
      `Deploy a job that is completed, and that wrote to ${MODEL_DIR}.`,
    );
  }
  const path = fileURLToPath(uri);
  const packed = await archived(path, job, signal);
  return {
    file: packed?.file ?? path,
    image: AlgorithmSpecification?.TrainingImage,
    registry: registryOf(described),
    role: RoleArn?.includes(`:${LOCAL_ACCOUNT}:`) === true ? undefined : RoleArn,
    dispose: async () => {
      await packed?.dispose();
    },
  };
}

/** Where a model goes when nobody says it: the account’s SageMaker bucket. */
export function defaultModelUri({ account }: Identity, region: string, name: string): string {
  return `s3://${defaultBucketName(region, account)}/${name}/model.tar.gz`;
}

/** Undefined: it is an archive already. */
async function archived(path: string, job: string, signal: AbortSignal) {
  const found = await fs.stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new UserError(`The model of “${job}” is gone: there is no ${path}.`, 'Train again, and deploy that job.');
  }
  if (!found.isDirectory()) return undefined;
  const files = await filesBelow(path);
  if (files.length === 0) {
    throw new UserError(
      `The training job “${job}” wrote nothing to its model folder, so there is nothing to serve.`,
      'Let the program write its model there, and train again.',
    );
  }
  return archiveOf(files, signal);
}
