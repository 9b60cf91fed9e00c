import type {
  CreateProcessingJobCommandInput,
  DescribeProcessingJobCommandOutput,
  ProcessingJobSummary,
} from '@aws-sdk/client-sagemaker';
import { join } from 'node:path';
import type { Answer } from '../sagemaker';
import { jobStatus, optionalDate } from './describe';
import type { JobType } from './job-types';
import { exitMessage, failureReason } from './reason';
import type { State } from './state';
import { firstFailure } from './until-end';

export const PROCESSING: JobType = {
  moved: (state) => state,
  artefactPath: (artefact, jobFolder) => artefact.folder ?? join(jobFolder, 'artifacts', artefact.name),
  keeps: () => true,
  judge: async (bench, { ends, stopped }) => {
    const failure = firstFailure(ends);
    const speaker = failure ?? ends[0];
    const said = speaker === undefined ? undefined : await exitMessage(bench.engine, speaker.id);
    const message = said?.text === undefined ? {} : { exitMessage: said.text };
    if (stopped === 'asked' || stopped === 'runtime') {
      return { ...message, status: 'Stopped', phase: 'Stopped', message: 'Processing job stopped' };
    }
    const reason =
      failure !== undefined
        ? await failureReason(bench, failure)
        : said !== undefined && said.text === undefined
          ? 'ClientError: The exit message is not valid UTF-8 (EXIT-07)'
          : undefined;
    if (reason === undefined) {
      return { ...message, status: 'Completed', phase: 'Completed', message: 'Processing job completed' };
    }
    return { ...message, status: 'Failed', phase: 'Failed', message: reason, failureReason: reason };
  },
};

/** DescribeProcessingJob. */
export function describeProcessingJob(
  state: State,
  request: CreateProcessingJobCommandInput,
): Answer<DescribeProcessingJobCommandOutput> {
  const { Tags: _tags, ...echoed } = request;
  return {
    ...echoed,
    ...processingSummary(state),
    ProcessingJobName: state.name,
    ProcessingResources: request.ProcessingResources,
    AppSpecification: request.AppSpecification,
    ...optionalDate('ProcessingStartTime', state.started),
  };
}

/** A job as ListProcessingJobs tells it. */
export function processingSummary(state: State): ProcessingJobSummary {
  return {
    ProcessingJobName: state.name,
    ProcessingJobArn: state.arn,
    CreationTime: new Date(state.created),
    ...optionalDate('ProcessingEndTime', state.ended),
    LastModifiedTime: new Date(state.modified),
    ProcessingJobStatus: jobStatus(state),
    ...(state.failureReason === undefined ? {} : { FailureReason: state.failureReason }),
    ...(state.exitMessage === undefined ? {} : { ExitMessage: state.exitMessage }),
  };
}
