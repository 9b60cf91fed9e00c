import type {
  CreateTransformJobCommandInput,
  DescribeTransformJobCommandOutput,
  TransformJobSummary,
} from '@aws-sdk/client-sagemaker';
import type { Answer } from '../sagemaker';
import { jobStatus, optionalDate } from './describe';
import type { JobType } from './job-types';
import type { State } from './state';

export const TRANSFORM: JobType = {
  moved: (state) => state,
  artefactPath: (artefact, jobFolder) => artefact.folder ?? jobFolder,
  keeps: () => false,
  judge: () => Promise.resolve({ status: 'Completed', phase: 'Completed', message: 'Transform job completed' }),
};

/** DescribeTransformJob. */
export function describeTransformJob(
  state: State,
  request: CreateTransformJobCommandInput,
): Answer<DescribeTransformJobCommandOutput> {
  const { Tags: _tags, ...echoed } = request;
  return {
    ...echoed,
    TransformJobName: state.name,
    TransformJobArn: state.arn,
    TransformJobStatus: jobStatus(state),
    ...(state.failureReason === undefined ? {} : { FailureReason: state.failureReason }),
    ModelName: request.ModelName,
    TransformInput: request.TransformInput,
    TransformResources: request.TransformResources,
    CreationTime: new Date(state.created),
    ...optionalDate('TransformStartTime', state.started),
    ...optionalDate('TransformEndTime', state.ended),
  };
}

/** A job as ListTransformJobs tells it. */
export function transformSummary(state: State): TransformJobSummary {
  return {
    TransformJobName: state.name,
    TransformJobArn: state.arn,
    CreationTime: new Date(state.created),
    ...optionalDate('TransformEndTime', state.ended),
    LastModifiedTime: new Date(state.modified),
    TransformJobStatus: jobStatus(state),
    ...(state.failureReason === undefined ? {} : { FailureReason: state.failureReason }),
  };
}
