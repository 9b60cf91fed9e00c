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

/** Rows of several lists as one; those without a time last. */
export function newestFirst<R extends Pick<Row, 'created'>>(rows: readonly R[]): readonly R[] {
  return rows.toSorted((a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0));
}

/** What to do about a name that nothing has. */
export const LIST_SHOWS = 'Look for the name: `list` shows what is here, with --profile or --region what is at AWS.';

/** What a name stands for: `name`, or `training-job/name` where several have it. */
export async function findByName(sagemaker: SageMaker, text: string): Promise<Row> {
  const rows = (await listEverything(sagemaker)).filter((it) => it.name === text || `${it.kind}/${it.name}` === text);
  const [first, ...others] = rows;
  if (first === undefined) throw new UsageError(`There is nothing named ${text} on this machine.`, LIST_SHOWS);
  if (others.length > 0) {
    throw severalNamed(rows);
  }
  return first;
}

/** What is said of a name that several have. */
export function severalNamed(rows: readonly { readonly kind: string; readonly name: string }[]): UsageError {
  const names = rows.map(({ kind, name }) => `${kind}/${name}`);
  return new UsageError(`Several are named so: ${names.join(', ')}.`, 'Name one of them, with its kind.');
}
