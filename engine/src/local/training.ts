import type {
  CreateTrainingJobCommandInput,
  DescribeTrainingJobCommandOutput,
  TrainingJobSummary,
} from '@aws-sdk/client-sagemaker';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MODEL_DIR } from '../../../contract/filesystem';
import type { Answer } from '../sagemaker';
import { jobStatus, optionalDate } from './describe';
import type { JobType } from './job-types';
import { failureReason } from './reason';
import type { State } from './state';
import { withTransition } from './state';
import { firstFailure } from './until-end';

export const TRAINING: JobType = {
  moved: (state, phase, message) => withTransition(state, phase, message, new Date()),
  artefactPath: ({ folder, name, inPlace }, jobFolder) =>
    folder !== undefined && inPlace === true ? folder : join(folder ?? join(jobFolder, 'artifacts'), name),
  // A model that training did not finish is no model; what was stopped may be one.
  keeps: (artefact, status) => status !== 'Failed' || artefact.from !== MODEL_DIR,
  judge: async (bench, { ends, stopped }) => {
    if (stopped === 'runtime') {
      return { status: 'Stopped', phase: 'MaxRuntimeExceeded', message: 'Stopped at MaxRuntimeInSeconds' };
    }
    if (stopped === 'asked') return { status: 'Stopped', phase: 'Stopped', message: 'Training job stopped' };
    const failure = firstFailure(ends);
    if (failure === undefined) {
      return { status: 'Completed', phase: 'Completed', message: 'Training job completed' };
    }
    const reason = await failureReason(bench, failure);
    return { status: 'Failed', phase: 'Failed', message: 'Training job failed', failureReason: reason };
  },
};

/** DescribeTrainingJob. */
export function describeTrainingJob(
  state: State,
  request: CreateTrainingJobCommandInput,
): Answer<DescribeTrainingJobCommandOutput> {
  const model = Object.entries(state.artefacts).find(([name]) => /^model(?:\.tar\.gz)?$/.test(name))?.[1];
  const seconds = secondsOf(state);
  const { Tags: _tags, SessionChainingConfig: _chaining, ...echoed } = request;
  return {
    ...echoed,
    TrainingJobName: state.name,
    TrainingJobArn: state.arn,
    ModelArtifacts: { S3ModelArtifacts: model === undefined ? undefined : pathToFileURL(model).href },
    TrainingJobStatus: jobStatus(state),
    SecondaryStatus: state.secondary ?? 'Starting',
    ...(state.failureReason === undefined ? {} : { FailureReason: state.failureReason }),
    StoppingCondition: request.StoppingCondition ?? {},
    CreationTime: new Date(state.created),
    ...optionalDate('TrainingStartTime', state.started),
    ...optionalDate('TrainingEndTime', state.ended),
    LastModifiedTime: new Date(state.modified),
    SecondaryStatusTransitions: state.transitions.map(({ status, start, end, message }) => ({
      Status: status,
      StartTime: new Date(start),
      ...optionalDate('EndTime', end),
      StatusMessage: message,
    })),
    FinalMetricDataList: state.metrics.map(({ name, value, time }) => ({
      MetricName: name,
      Value: value,
      Timestamp: new Date(time),
    })),
    ...(seconds === undefined ? {} : { TrainingTimeInSeconds: seconds, BillableTimeInSeconds: 0 }),
  };
}

function secondsOf({ started, ended }: State): number | undefined {
  if (started === undefined || ended === undefined) return undefined;
  return Math.max(0, Math.round((Date.parse(ended) - Date.parse(started)) / 1000));
}

/** A job as ListTrainingJobs tells it. */
export function trainingSummary(state: State): TrainingJobSummary {
  return {
    TrainingJobName: state.name,
    TrainingJobArn: state.arn,
    CreationTime: new Date(state.created),
    ...optionalDate('TrainingEndTime', state.ended),
    LastModifiedTime: new Date(state.modified),
    TrainingJobStatus: jobStatus(state),
    SecondaryStatus: state.secondary ?? 'Starting',
  };
}
