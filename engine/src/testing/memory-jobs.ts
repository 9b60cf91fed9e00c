import type {
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describeProcessingJob, processingSummary } from '../local/processing';
import { describeTrainingJob, trainingSummary } from '../local/training';
import { describeTransformJob, transformSummary } from '../local/transform';
import type { ProcessingJobs, TrainingJobs, TransformJobs } from '../sagemaker';
import type { MemoryEntries } from './memory-entries';

/** Jobs of all kinds. */
export function memoryJobs(entries: MemoryEntries): TrainingJobs & ProcessingJobs & TransformJobs {
  return {
    createTrainingJob(request, signal) {
      const name = request.TrainingJobName ?? '';
      return Promise.resolve().then(() => ({ TrainingJobArn: entries.start('training-job', name, request, signal) }));
    },

    async describeTrainingJob(name) {
      const { state, request } = await entries.get('training-job', name);
      return describeTrainingJob(state, request as CreateTrainingJobCommandInput);
    },

    async listTrainingJobs(query, signal) {
      const { states, nextToken } = await entries.page('training-job', query, signal);
      return { TrainingJobSummaries: states.map(trainingSummary), NextToken: nextToken };
    },

    stopTrainingJob(name) {
      return entries.stop('training-job', name);
    },

    deleteTrainingJob(name) {
      return entries.remove('training-job', name);
    },

    createProcessingJob(request, signal) {
      const name = request.ProcessingJobName ?? '';
      return Promise.resolve().then(() => ({
        ProcessingJobArn: entries.start('processing-job', name, request, signal),
      }));
    },

    async describeProcessingJob(name) {
      const { state, request } = await entries.get('processing-job', name);
      return describeProcessingJob(state, request as CreateProcessingJobCommandInput);
    },

    async listProcessingJobs(query, signal) {
      const { states, nextToken } = await entries.page('processing-job', query, signal);
      return { ProcessingJobSummaries: states.map(processingSummary), NextToken: nextToken };
    },

    stopProcessingJob(name) {
      return entries.stop('processing-job', name);
    },

    deleteProcessingJob(name) {
      return entries.remove('processing-job', name);
    },

    async createTransformJob(request, signal) {
      await entries.get('model', request.ModelName ?? '');
      return { TransformJobArn: entries.start('transform-job', request.TransformJobName ?? '', request, signal) };
    },

    async describeTransformJob(name) {
      const { state, request } = await entries.get('transform-job', name);
      return describeTransformJob(state, request as CreateTransformJobCommandInput);
    },

    async listTransformJobs(query, signal) {
      const { states, nextToken } = await entries.page('transform-job', query, signal);
      return { TransformJobSummaries: states.map(transformSummary), NextToken: nextToken };
    },

    stopTransformJob(name) {
      return entries.stop('transform-job', name);
    },

    deleteTransformJob(name) {
      return entries.remove('transform-job', name);
    },
  };
}
