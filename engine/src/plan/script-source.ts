import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { CODE_DIR } from '../../../contract/filesystem';
import { sourceArchiveOf, SUBMIT_DIRECTORY_HYPERPARAMETER } from '../../../contract/script-mode';
import { approximated, HONOURED, refused } from './fidelity';
import type { Verdict } from './fidelity';
import { canRead, folderOf } from './local';
import type { Local } from './local';
import type { MountPlan } from './types';

type Request = Pick<CreateTrainingJobCommandInput, 'HyperParameters'>;

/**
 * The code of a job in script mode, where this machine has it. SageMaker’s toolkits fetch the archive from S3 by themselves;
 * here it is brought to where they unpack it, as the SDK’s local mode does. Each host has a copy to write to. Undefined: there
 * is no such archive, or it can’t be had.
 */
export function sourceMount({ HyperParameters = {} }: Request, host: string, local: Local): MountPlan | undefined {
  const uri = sourceArchiveOf(HyperParameters);
  if (uri === undefined || !canRead(local, uri)) return undefined;
  const found = folderOf(local, uri);
  if (found === undefined) {
    const shard = undefined;
    return { type: 's3', uri, target: CODE_DIR, readOnly: false, shard, manifest: false, unpack: true };
  }
  return isArchive(found)
    ? { type: 'bind', source: found, target: CODE_DIR, readOnly: false, unpack: true }
    : { type: 'volume', label: `${host}/code`, target: CODE_DIR, readOnly: false, seed: found };
}

/** The hyperparameters, with the place of the code in this container where it is mounted. */
export function withSource({ HyperParameters = {} }: Request, local: Local): Readonly<Record<string, unknown>> {
  const uri = sourceArchiveOf(HyperParameters);
  if (uri === undefined || !canRead(local, uri)) return HyperParameters;
  return { ...HyperParameters, [SUBMIT_DIRECTORY_HYPERPARAMETER]: JSON.stringify(CODE_DIR) };
}

/** How the hyperparameters are treated here. */
export function sourceVerdict({ HyperParameters = {} }: Request, local: Local): Verdict {
  const uri = sourceArchiveOf(HyperParameters);
  if (uri === undefined) return HONOURED;
  if (canRead(local, uri)) {
    return approximated(`The code is put into ${CODE_DIR} by this machine; SageMaker’s toolkit fetches it from S3.`);
  }
  return refused(
    `The code, ${uri}, can’t be fetched from S3 here. Name its folder for it in \`s3\` of the overlay, or a connection to AWS.`,
  );
}

function isArchive(path: string): boolean {
  return /\.t(?:ar\.)?gz$/i.test(path);
}
