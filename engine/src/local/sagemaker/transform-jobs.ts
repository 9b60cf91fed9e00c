import type { CreateModelCommandInput, CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import type { TransformJobs } from '../../sagemaker';
import type { Desk } from '../desk';
import type { JobDesk } from '../job-desk';
import { describeTransformJob, transformSummary } from '../transform';
import { kept, pageOfKind } from './kept';

const KIND = 'transform-job';

/** Batch transform jobs of this machine. */
export function transformJobs(desk: Desk, jobs: JobDesk): TransformJobs {
  return {
    async createTransformJob(request, signal) {
      const { request: model } = await kept<CreateModelCommandInput>(desk, 'model', request.ModelName ?? '');
      const plan = await desk.options.planner.transform(request, model);
      const document = { ...request, Model: model };
      const { arn } = await jobs.create(KIND, request.TransformJobName ?? '', request, plan, signal, document);
      return { TransformJobArn: arn };
    },

    async describeTransformJob(name) {
      const { state, request } = await kept<CreateTransformJobCommandInput>(desk, KIND, name);
      return describeTransformJob(state, request);
    },

    async listTransformJobs(query, signal) {
      const { states, nextToken } = await pageOfKind(desk, KIND, query, signal);
      return { TransformJobSummaries: states.map(transformSummary), NextToken: nextToken };
    },

    stopTransformJob: (name) => jobs.stop(KIND, name),
    deleteTransformJob: (name) => jobs.remove(KIND, name),
  };
}
