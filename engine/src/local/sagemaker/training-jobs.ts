import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import type { TrainingJobs } from '../../sagemaker';
import type { Desk } from '../desk';
import type { JobDesk } from '../job-desk';
import { describeTrainingJob, trainingSummary } from '../training';
import { kept, pageOfKind } from './kept';

const KIND = 'training-job';

/** Training jobs of this machine. */
export function trainingJobs(desk: Desk, jobs: JobDesk): TrainingJobs {
  return {
    async createTrainingJob(request, signal) {
      const plan = await desk.options.planner.training(request);
      const { arn } = await jobs.create(KIND, request.TrainingJobName ?? '', request, plan, signal);
      return { TrainingJobArn: arn };
    },

    async describeTrainingJob(name) {
      const { state, request } = await kept<CreateTrainingJobCommandInput>(desk, KIND, name);
      return describeTrainingJob(state, request);
    },

    async listTrainingJobs(query, signal) {
      const { states, nextToken } = await pageOfKind(desk, KIND, query, signal);
      return { TrainingJobSummaries: states.map(trainingSummary), NextToken: nextToken };
    },

    stopTrainingJob: (name) => jobs.stop(KIND, name),
    deleteTrainingJob: (name) => jobs.remove(KIND, name),
  };
}
