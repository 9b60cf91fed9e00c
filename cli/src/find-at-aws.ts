import type { Kind, SageMaker } from '../../engine/src/sagemaker';
import { KINDS, outcomeOf, unlessMissing } from '../../engine/src/session/by-kind';
import type { Row } from '../../engine/src/session/by-kind';
import { UsageError } from './usage';

/**
 * What a name stands for at AWS: each kind is asked for it, since a list may be very long. A kind that may not be asked for
 * is passed over when another one has the name.
 */
export async function findAtAws(sagemaker: SageMaker, text: string): Promise<Row> {
  const [first = '', second] = text.split('/');
  const kind = KINDS.find((it) => it === first);
  const asked =
    kind === undefined || second === undefined ? { kinds: KINDS, name: text } : { kinds: [kind], name: second };
  const answers = await Promise.allSettled(asked.kinds.map((it) => rowOf(sagemaker, it, asked.name)));
  const rows = answers.flatMap((it) => (it.status === 'fulfilled' ? (it.value ?? []) : []));
  const [row, ...others] = rows;
  if (others.length > 0) {
    throw new UsageError(`Several are named so: ${rows.map((it) => `${it.kind}/${it.name}`).join(', ')}. Name one.`);
  }
  if (row !== undefined) return row;
  for (const it of answers) if (it.status === 'rejected') throw it.reason;
  throw new UsageError(`There is nothing named ${text} there. \`list\` shows what there is.`);
}

async function rowOf(sagemaker: SageMaker, kind: Kind, name: string): Promise<Row | undefined> {
  const outcome = await unlessMissing(outcomeOf(sagemaker, kind, name));
  return outcome && { kind, name, status: outcome.status ?? '', created: undefined, ended: undefined };
}
