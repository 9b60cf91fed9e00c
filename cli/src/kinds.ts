import type { SageMaker } from '../../engine/src/sagemaker';
import { KINDS, listAll } from '../../engine/src/session/by-kind';
import type { Row } from '../../engine/src/session/by-kind';
import { UsageError } from './usage';

/** All there is, newest first. */
export async function listEverything(sagemaker: SageMaker): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const kind of KINDS) for await (const row of listAll(sagemaker, kind)) rows.push(row);
  return newestFirst(rows);
}

export function newestFirst(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0));
}

/** What a name stands for: `name`, or `training-job/name` where several have it. */
export async function findByName(sagemaker: SageMaker, text: string): Promise<Row> {
  const rows = (await listEverything(sagemaker)).filter((it) => it.name === text || `${it.kind}/${it.name}` === text);
  const [first, ...others] = rows;
  if (first === undefined) throw new UsageError(`There is nothing named ${text}. \`list\` shows what there is.`);
  if (others.length > 0) {
    throw new UsageError(`Several are named so: ${rows.map((it) => `${it.kind}/${it.name}`).join(', ')}. Name one.`);
  }
  return first;
}
