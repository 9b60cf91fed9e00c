import type { Kind, SageMaker } from '../../engine/src/sagemaker';
import { UsageError } from './usage';

export const KINDS: readonly Kind[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];

/** A job or endpoint, as a list shows it. */
export interface Row {
  readonly kind: Kind;
  readonly name: string;
  readonly status: string;
  readonly created: Date | undefined;
}

/** All there is, newest first. */
export async function listAll(sagemaker: SageMaker): Promise<readonly Row[]> {
  const rows = (await Promise.all(KINDS.map((kind) => listKind(sagemaker, kind)))).flat();
  return rows.sort((a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0));
}

export async function listKind(sagemaker: SageMaker, kind: Kind): Promise<readonly Row[]> {
  const row = (name: string | undefined, status: string | undefined, created: Date | undefined): Row => ({
    kind,
    name: name ?? '',
    status: status ?? '',
    created,
  });
  switch (kind) {
    case 'training-job':
      return (await sagemaker.listTrainingJobs()).map((it) =>
        row(it.TrainingJobName, it.TrainingJobStatus, it.CreationTime),
      );
    case 'processing-job':
      return (await sagemaker.listProcessingJobs()).map((it) =>
        row(it.ProcessingJobName, it.ProcessingJobStatus, it.CreationTime),
      );
    case 'transform-job':
      return (await sagemaker.listTransformJobs()).map((it) =>
        row(it.TransformJobName, it.TransformJobStatus, it.CreationTime),
      );
    case 'endpoint':
      return (await sagemaker.listEndpoints()).map((it) => row(it.EndpointName, it.EndpointStatus, it.CreationTime));
  }
}

/** What a name stands for: `name`, or `training-job/name` where several have it. */
export async function findByName(sagemaker: SageMaker, text: string): Promise<Row> {
  const rows = (await listAll(sagemaker)).filter((it) => it.name === text || `${it.kind}/${it.name}` === text);
  const [first, ...others] = rows;
  if (first === undefined) throw new UsageError(`There is nothing named ${text}. \`list\` shows what there is.`);
  if (others.length > 0) {
    throw new UsageError(`Several are named so: ${rows.map((it) => `${it.kind}/${it.name}`).join(', ')}. Name one.`);
  }
  return first;
}
