/** Tuning jobs as the AWS-protocol server of the tests has them: newest first, as many a page as it is told. */
export class HttpTuning {
  /** Operations with their input, in the order in which they came. */
  readonly asked: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }[] = [];
  private readonly jobs = new Map<string, TuningJob>();

  put(name: string, job: TuningJob): void {
    this.jobs.set(name, job);
  }

  statusOf(name: string): string | undefined {
    return this.jobs.get(name)?.status;
  }

  /** Undefined: the operation is about something else. */
  answer(operation: string, input: Readonly<Record<string, unknown>>): object | undefined {
    if (!operation.includes('HyperParameterTuningJob')) return undefined;
    this.asked.push({ operation, input });
    if (operation === 'ListHyperParameterTuningJobs') return this.list(input);
    const name = String(input['HyperParameterTuningJobName']);
    const job = this.jobs.get(name);
    if (job === undefined) {
      const message = `Amazon SageMaker can't find a tuning job with the name ${name}`;
      throw Object.assign(new Error(message), { name: 'ResourceNotFound' });
    }
    if (operation === 'ListTrainingJobsForHyperParameterTuningJob') return { TrainingJobSummaries: job.trained };
    if (operation === 'StopHyperParameterTuningJob') {
      this.jobs.set(name, { ...job, status: 'Stopping' });
      return {};
    }
    return { ...summaryOf(name, job), HyperParameterTuningJobArn: `arn:aws:sagemaker:us-west-2:1:tuning/${name}` };
  }

  private list({ NameContains, MaxResults = 10, NextToken = '0' }: Readonly<Record<string, unknown>>): object {
    const wanted = [...this.jobs].filter(([name]) => typeof NameContains !== 'string' || name.includes(NameContains));
    const from = Number(NextToken);
    const end = from + Number(MaxResults);
    const page = wanted.toReversed().slice(from, end);
    return {
      HyperParameterTuningJobSummaries: page.map(([name, job]) => summaryOf(name, job)),
      ...(end < wanted.length ? { NextToken: String(end) } : {}),
    };
  }
}

export interface TuningJob {
  readonly status: string;
  readonly created: Date;
  /** TrainingJobSummaries. */
  readonly trained: readonly object[];
}

function summaryOf(name: string, { status, created, trained }: TuningJob) {
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobStatus: status,
    Strategy: 'Bayesian',
    CreationTime: created,
    TrainingJobStatusCounters: { Completed: trained.length, InProgress: 1, RetryableError: 1, NonRetryableError: 0 },
  };
}
