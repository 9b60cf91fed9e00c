import type {
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandOutput,
  EndpointStatus,
  EndpointSummary,
} from '@aws-sdk/client-sagemaker';
import type { Answer } from '../sagemaker';
import type { JobStatus, State } from './state';

const JOB_STATUSES: readonly string[] = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'];

function isJobStatus(status: State['status']): status is JobStatus {
  return JOB_STATUSES.includes(status);
}

/** The status of a job; a file that says something else was tampered with. */
export function jobStatus({ status }: State): JobStatus {
  return isJobStatus(status) ? status : 'Failed';
}

/** The same of an endpoint. */
export function endpointStatus({ status }: State): EndpointStatus {
  return isJobStatus(status) ? 'Failed' : status;
}

/** The member with its date, or nothing. */
export function optionalDate<K extends string>(key: K, time: string | undefined): Partial<Record<K, Date>> {
  const answer: Partial<Record<K, Date>> = {};
  if (time !== undefined) answer[key] = new Date(time);
  return answer;
}

/** An endpoint as ListEndpoints tells it. */
export function endpointSummary(state: State): EndpointSummary {
  return {
    EndpointName: state.name,
    EndpointArn: state.arn,
    CreationTime: new Date(state.created),
    LastModifiedTime: new Date(state.modified),
    EndpointStatus: endpointStatus(state),
  };
}

/** DescribeModel. */
export function describeModel(state: State, request: CreateModelCommandInput): Answer<DescribeModelCommandOutput> {
  const { Tags: _tags, ...echoed } = request;
  return { ...echoed, ModelName: state.name, ModelArn: state.arn, CreationTime: new Date(state.created) };
}

/** DescribeEndpointConfig. */
export function describeEndpointConfig(
  state: State,
  request: CreateEndpointConfigCommandInput,
): Answer<DescribeEndpointConfigCommandOutput> {
  const { Tags: _tags, ...echoed } = request;
  return {
    ...echoed,
    EndpointConfigName: state.name,
    EndpointConfigArn: state.arn,
    ProductionVariants: request.ProductionVariants,
    CreationTime: new Date(state.created),
  };
}
