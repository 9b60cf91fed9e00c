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
  const rows: Row[] = [];
  let token: string | undefined;
  do {
    const page = await pageOfKind(sagemaker, kind, { MaxResults: PAGE, NextToken: token });
    rows.push(...page.rows);
    token = page.next;
  } while (token !== undefined);
  return rows;
}

/** The most that AWS gives at a time. */
const PAGE = 100;

interface Page {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

async function pageOfKind(
  sagemaker: SageMaker,
  kind: Kind,
  query: { readonly MaxResults: number; readonly NextToken: string | undefined },
): Promise<Page> {
  const row = (name: string | undefined, status: string | undefined, created: Date | undefined): Row => ({
    kind,
    name: name ?? '',
    status: status ?? '',
    created,
  });
  switch (kind) {
    case 'training-job': {
      const { TrainingJobSummaries = [], NextToken } = await sagemaker.listTrainingJobs(query);
      const rows = TrainingJobSummaries.map((it) => row(it.TrainingJobName, it.TrainingJobStatus, it.CreationTime));
      return { rows, next: NextToken };
    }
    case 'processing-job': {
      const { ProcessingJobSummaries = [], NextToken } = await sagemaker.listProcessingJobs(query);
      const rows = ProcessingJobSummaries.map((it) =>
        row(it.ProcessingJobName, it.ProcessingJobStatus, it.CreationTime),
      );
      return { rows, next: NextToken };
    }
    case 'transform-job': {
      const { TransformJobSummaries = [], NextToken } = await sagemaker.listTransformJobs(query);
      const rows = TransformJobSummaries.map((it) => row(it.TransformJobName, it.TransformJobStatus, it.CreationTime));
      return { rows, next: NextToken };
    }
    case 'endpoint': {
      const { Endpoints = [], NextToken } = await sagemaker.listEndpoints(query);
      return { rows: Endpoints.map((it) => row(it.EndpointName, it.EndpointStatus, it.CreationTime)), next: NextToken };
    }
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
