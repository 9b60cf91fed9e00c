import {
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  ListTransformJobsCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { validationException } from '../../named-errors';
import type { TransformJobs } from '../../sagemaker';
import { abortable } from '../connection';
import { NEWEST_FIRST } from './calls';
import type { Calls } from './calls';

/** Batch transform jobs at AWS. The signal of a create call ends the asking; what AWS has begun goes on. */
export function transformJobs(calls: Calls): TransformJobs {
  return {
    async createTransformJob(request, signal) {
      const sent = calls.sagemaker.send(new CreateTransformJobCommand(request), abortable(signal));
      const { TransformJobArn = '' } = await calls.asked(sent);
      calls.seen('transform-job', request.TransformJobName, 'InProgress', true);
      return { TransformJobArn };
    },

    async describeTransformJob(name) {
      const answer = await calls.asked(
        calls.sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: name })),
      );
      calls.seen('transform-job', name, answer.TransformJobStatus);
      return answer;
    },

    async listTransformJobs(query = {}, signal) {
      const command = new ListTransformJobsCommand({ ...NEWEST_FIRST, ...query });
      const answer = await calls.asked(calls.sagemaker.send(command, abortable(signal)), signal);
      for (const it of answer.TransformJobSummaries ?? [])
        calls.seen('transform-job', it.TransformJobName, it.TransformJobStatus);
      return answer;
    },

    async stopTransformJob(name) {
      await calls.asked(calls.sagemaker.send(new StopTransformJobCommand({ TransformJobName: name })));
    },

    /** AWS keeps transform jobs: there is no call that deletes one. */
    deleteTransformJob(name) {
      const problem = validationException(
        `AWS can’t delete transform jobs: “${name}” stays in the list.`,
        'Delete its output in S3, if that is what is in the way.',
      );
      return Promise.reject(problem);
    },
  };
}
