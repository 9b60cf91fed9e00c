import { metricsOf } from '../../../engine/src/local/metrics';
import { outcomeOf } from '../../../engine/src/session/by-kind';
import type { Ref } from '../connections/connection';
import type { Point } from './messages';

export interface MetricNews {
  /** Names of the metrics that the request defines, and of those whose pattern can't be used. */
  readonly onDefined: (names: readonly string[], unusable: readonly string[]) => void;
  readonly onPoint: (point: Point) => void;
  readonly onStatus: (status: string) => void;
}

/**
 * Reads the metrics of a training job out of its log, from the start to the end: what is written already comes at once.
 * Resolves when the job is over. Rejects when there is no such job, or its log can't be read.
 */
export async function followMetrics({ connection, name }: Ref, news: MetricNews, signal: AbortSignal): Promise<void> {
  const sagemaker = await connection.sagemaker();
  const { AlgorithmSpecification, TrainingJobStatus } = await sagemaker.describeTrainingJob(name);
  const definitions = (AlgorithmSpecification?.MetricDefinitions ?? []).map(({ Name = '', Regex = '' }) => ({
    name: Name,
    regex: Regex,
  }));
  const metrics = metricsOf(definitions);
  news.onDefined(
    definitions.map((it) => it.name),
    metrics.unusable,
  );
  news.onStatus(TrainingJobStatus ?? '');
  if (definitions.length === 0) return;
  const changes = connection.onDidChange((change) => {
    if (change.kind === 'training-job' && change.name === name) news.onStatus(change.status ?? '');
  });
  try {
    for await (const { text, host, time } of sagemaker.logs('training-job', name, signal)) {
      for (const it of metrics.read(text, time.toISOString())) {
        news.onPoint({ metric: it.name, host, time: time.getTime(), value: it.value });
      }
    }
    if (!signal.aborted) news.onStatus((await outcomeOf(sagemaker, 'training-job', name)).status ?? '');
  } finally {
    changes.dispose();
  }
}
