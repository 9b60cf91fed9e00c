import type { CreateProcessingJobCommandInput } from '@aws-sdk/client-sagemaker';
import type { ProcessingJobs } from '../../sagemaker';
import type { Desk } from '../desk';
import type { JobDesk } from '../job-desk';
import { describeProcessingJob, processingSummary } from '../processing';
import { kept, pageOfKind } from './kept';

const KIND = 'processing-job';

/** Processing jobs of this machine. */
export function processingJobs(desk: Desk, jobs: JobDesk): ProcessingJobs {
  return {
    async createProcessingJob(request, signal) {
      const plan = await desk.options.planner.processing(request);
      const { arn } = await jobs.create(KIND, request.ProcessingJobName ?? '', request, plan, signal);
      return { ProcessingJobArn: arn };
    },

    async describeProcessingJob(name) {
      const { state, request } = await kept<CreateProcessingJobCommandInput>(desk, KIND, name);
      return describeProcessingJob(state, request);
    },

    async listProcessingJobs(query, signal) {
      const { states, nextToken } = await pageOfKind(desk, KIND, query, signal);
      return { ProcessingJobSummaries: states.map(processingSummary), NextToken: nextToken };
    },

    stopProcessingJob: (name) => jobs.stop(KIND, name),
    deleteProcessingJob: (name) => jobs.remove(KIND, name),
  };
}
