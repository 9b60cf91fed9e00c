import {
  CreateTrainingJobCommand,
  DeleteTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import type { TrainingJobs } from '../../sagemaker';
import { abortable } from '../connection';
import { NEWEST_FIRST } from './calls';
import type { Calls } from './calls';

/** Training jobs at AWS. The signal of a create call ends the asking; what AWS has begun goes on. */
export function trainingJobs(calls: Calls): TrainingJobs {
  return {
    async createTrainingJob(request, signal) {
      const sent = calls.sagemaker.send(new CreateTrainingJobCommand(request), abortable(signal));
      const { TrainingJobArn = '' } = await calls.asked(sent);
      calls.seen('training-job', request.TrainingJobName, 'InProgress', true);
      return { TrainingJobArn };
    },

    async describeTrainingJob(name) {
      const answer = await calls.asked(calls.sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name })));
      calls.seen('training-job', name, answer.TrainingJobStatus);
      return answer;
    },

    async listTrainingJobs(query = {}, signal) {
      const command = new ListTrainingJobsCommand({ ...NEWEST_FIRST, ...query });
      const answer = await calls.asked(calls.sagemaker.send(command, abortable(signal)), signal);
      for (const it of answer.TrainingJobSummaries ?? [])
        calls.seen('training-job', it.TrainingJobName, it.TrainingJobStatus);
      return answer;
    },

    async stopTrainingJob(name) {
      await calls.asked(calls.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: name })));
    },

    async deleteTrainingJob(name) {
      await calls.asked(calls.sagemaker.send(new DeleteTrainingJobCommand({ TrainingJobName: name })));
      calls.seen('training-job', name, undefined);
    },
  };
}
