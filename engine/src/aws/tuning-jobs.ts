import {
  DescribeHyperParameterTuningJobCommand,
  ListHyperParameterTuningJobsCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  StopHyperParameterTuningJobCommand,
} from '@aws-sdk/client-sagemaker';
import type {
  DescribeHyperParameterTuningJobCommandOutput,
  HyperParameterTrainingJobSummary,
  HyperParameterTuningJobSummary,
  ListHyperParameterTuningJobsCommandInput,
  ListTrainingJobsForHyperParameterTuningJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { Answer, Kind } from '../sagemaker';
import { allPages } from '../session/all-pages';
import type { Row, RowPage } from '../session/by-kind';
import { asked } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';

/** What is listed at AWS. Tuning jobs are seen and stopped; they are not run on this machine, and nothing here makes one. */
export type ListedKind = Kind | 'tuning-job';

/** A tuning job, as a list shows it. */
export interface TuningRow extends Omit<Row, 'kind'> {
  readonly kind: 'tuning-job';
  /** `Bayesian`, `Random`, `Hyperband`, `Grid`. */
  readonly strategy: string | undefined;
  readonly trainingJobs: TrainingJobCounts;
}

/** How many of its training jobs are how far; what failed and is tried again counts as running. */
export interface TrainingJobCounts {
  readonly completed: number;
  readonly running: number;
  readonly stopped: number;
  readonly failed: number;
}

/** A row of any list at AWS. */
export type ListedRow = Row | TuningRow;

export interface TuningPage {
  readonly rows: readonly TuningRow[];
  /** Undefined: there is no more. */
  readonly next: string | undefined;
}

/** One of the training jobs that a tuning job made. */
export interface TunedRow extends Row {
  readonly kind: 'training-job';
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** What it reached of what is tuned for; undefined: it has not told any yet. */
  readonly objective: { readonly metric: string; readonly value: number } | undefined;
}

export interface TunedPage extends RowPage {
  readonly rows: readonly TunedRow[];
}

/** What its training jobs are filtered and ordered by: also `SortBy: 'FinalObjectiveMetricValue'`. */
export type TunedQuery = Omit<
  ListTrainingJobsForHyperParameterTuningJobCommandInput,
  'HyperParameterTuningJobName' | 'NextToken'
> & { readonly NextToken?: string | undefined };

const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;
/** The most that AWS gives at a time. */
const PAGE = 100;

/** Hyperparameter tuning jobs of an account and region. Errors are those of AwsSageMaker; an abort stays an abort. */
export class TuningJobs {
  constructor(private readonly connection: AwsConnection) {}

  /** One page, newest first, filtered by the service. */
  async list(query: ListHyperParameterTuningJobsCommandInput = {}, signal?: AbortSignal): Promise<TuningPage> {
    const command = new ListHyperParameterTuningJobsCommand({ ...NEWEST_FIRST, ...query });
    const sent = this.sagemaker().send(command, abortable(signal));
    const { HyperParameterTuningJobSummaries = [], NextToken } = await this.asked(sent, signal);
    return { rows: HyperParameterTuningJobSummaries.map(tuningRow), next: NextToken };
  }

  /** All there are, newest first, a page at a time. */
  all(query: ListHyperParameterTuningJobsCommandInput = {}, signal?: AbortSignal): AsyncGenerator<TuningRow> {
    return allPages((NextToken) => this.list({ ...query, MaxResults: PAGE, NextToken }, signal));
  }

  /** All that AWS tells of it. An unknown name is a ValidationException, as of any other kind. */
  async describe(name: string, signal?: AbortSignal): Promise<Answer<DescribeHyperParameterTuningJobCommandOutput>> {
    const command = new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name });
    const { $metadata: _, ...answer } = await this.asked(this.sagemaker().send(command, abortable(signal)), signal);
    return answer;
  }

  /** Asks it, and with it its training jobs, to stop. */
  async stop(name: string): Promise<void> {
    const command = new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name });
    await this.asked(this.sagemaker().send(command));
  }

  /** One page of the training jobs that it made, newest first unless the query says otherwise. */
  async trainingJobs(name: string, query: TunedQuery = {}, signal?: AbortSignal): Promise<TunedPage> {
    const input = { ...NEWEST_FIRST, ...query, HyperParameterTuningJobName: name };
    const sent = this.sagemaker().send(new ListTrainingJobsForHyperParameterTuningJobCommand(input), abortable(signal));
    const { TrainingJobSummaries = [], NextToken } = await this.asked(sent, signal);
    return { rows: TrainingJobSummaries.map(tunedRow), next: NextToken };
  }

  /** All that it made, a page at a time. */
  allTrainingJobs(name: string, query: TunedQuery = {}, signal?: AbortSignal): AsyncGenerator<TunedRow> {
    return allPages((NextToken) => this.trainingJobs(name, { ...query, MaxResults: PAGE, NextToken }, signal));
  }

  private sagemaker() {
    return this.connection.clients.sagemaker();
  }

  private asked<T>(sent: Promise<T>, signal?: AbortSignal): Promise<T> {
    return asked(this.connection.name, sent, signal);
  }
}

function tuningRow(summary: HyperParameterTuningJobSummary): TuningRow {
  const counters = summary.TrainingJobStatusCounters;
  const { Completed = 0, InProgress = 0, RetryableError = 0, NonRetryableError = 0, Stopped = 0 } = counters ?? {};
  return {
    kind: 'tuning-job',
    name: summary.HyperParameterTuningJobName ?? '',
    status: summary.HyperParameterTuningJobStatus ?? '',
    created: summary.CreationTime,
    ended: summary.HyperParameterTuningEndTime,
    strategy: summary.Strategy,
    trainingJobs: {
      completed: Completed,
      running: InProgress + RetryableError,
      stopped: Stopped,
      failed: NonRetryableError,
    },
  };
}

function tunedRow(summary: HyperParameterTrainingJobSummary): TunedRow {
  const { MetricName, Value } = summary.FinalHyperParameterTuningJobObjectiveMetric ?? {};
  return {
    kind: 'training-job',
    name: summary.TrainingJobName ?? '',
    status: summary.TrainingJobStatus ?? '',
    created: summary.CreationTime,
    ended: summary.TrainingEndTime,
    hyperparameters: summary.TunedHyperParameters ?? {},
    objective: MetricName === undefined || Value === undefined ? undefined : { metric: MetricName, value: Value },
  };
}
