import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { JobStatus, State } from './state';

const JOB_STATUSES: readonly string[] = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'];

function isJobStatus(status: State['status']): status is JobStatus {
  return JOB_STATUSES.includes(status);
}

/** The status of a job; a file that says something else was tampered with. */
export function jobStatus({ status }: State): JobStatus {
  return isJobStatus(status) ? status : 'Failed';
}

export function endpointStatus({ status }: State): EndpointStatus {
  return isJobStatus(status) ? 'Failed' : status;
}

/** The member with its date, or nothing. */
export function optionalDate<K extends string>(key: K, time: string | undefined): Partial<Record<K, Date>> {
  const answer: Partial<Record<K, Date>> = {};
  if (time !== undefined) answer[key] = new Date(time);
  return answer;
}
