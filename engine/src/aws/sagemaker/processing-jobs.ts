import {
  CreateProcessingJobCommand,
  DeleteProcessingJobCommand,
  DescribeProcessingJobCommand,
  ListProcessingJobsCommand,
  StopProcessingJobCommand,
} from '@aws-sdk/client-sagemaker';
import type { ProcessingJobs } from '../../sagemaker';
import { abortable } from '../connection';
import { NEWEST_FIRST } from './calls';
import type { Calls } from './calls';

/** Processing jobs at AWS. The signal of a create call ends the asking; what AWS has begun goes on. */
export function processingJobs(calls: Calls): ProcessingJobs {
  return {
    async createProcessingJob(request, signal) {
      const sent = calls.sagemaker.send(new CreateProcessingJobCommand(request), abortable(signal));
      const { ProcessingJobArn = '' } = await calls.asked(sent);
      calls.seen('processing-job', request.ProcessingJobName, 'InProgress', true);
      return { ProcessingJobArn };
    },

    async describeProcessingJob(name) {
      const answer = await calls.asked(
        calls.sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: name })),
      );
      calls.seen('processing-job', name, answer.ProcessingJobStatus);
      return answer;
    },

    async listProcessingJobs(query = {}, signal) {
      const command = new ListProcessingJobsCommand({ ...NEWEST_FIRST, ...query });
      const answer = await calls.asked(calls.sagemaker.send(command, abortable(signal)), signal);
      for (const it of answer.ProcessingJobSummaries ?? [])
        calls.seen('processing-job', it.ProcessingJobName, it.ProcessingJobStatus);
      return answer;
    },

    async stopProcessingJob(name) {
      await calls.asked(calls.sagemaker.send(new StopProcessingJobCommand({ ProcessingJobName: name })));
    },

    async deleteProcessingJob(name) {
      await calls.asked(calls.sagemaker.send(new DeleteProcessingJobCommand({ ProcessingJobName: name })));
      calls.seen('processing-job', name, undefined);
    },
  };
}
