import type { ListedKind, TuningJobs } from '../../engine/src/aws/tuning-jobs';
import type { SageMaker } from '../../engine/src/sagemaker';
import { KINDS, outcomeOf, unlessMissing } from '../../engine/src/session/by-kind';
import type { Outcome, Row } from '../../engine/src/session/by-kind';
import { LIST_SHOWS, severalNamed } from './kinds';
import { UsageError } from './usage';

/** Asks for a name; undefined: nothing of this kind has it. */
interface Finder<R> {
  readonly kind: string;
  readonly find: (name: string) => Promise<R | undefined>;
}

/**
 * What a name stands for at AWS: each kind is asked for it, since a list may be very long. A kind that may not be asked for
 * is passed over when another one has the name.
 */
export async function findAtAws(sagemaker: SageMaker, text: string): Promise<Row> {
  if (text.startsWith('tuning-job/')) {
    throw new UsageError(
      'A tuning job runs nothing itself, so it has no log, and can’t be saved or deleted.',
      `Name one of its training jobs: \`list ${text}\` shows them.`,
    );
  }
  return found(text, findersOf(sagemaker));
}

/** What can be listed, described and stopped there. */
export interface Listed {
  readonly kind: ListedKind;
  readonly name: string;
}

/** The same, of all that is listed. */
export function findListedAtAws(sagemaker: SageMaker, tuning: TuningJobs, text: string): Promise<Listed> {
  const tuningFinder: Finder<Listed> = {
    kind: 'tuning-job',
    find: async (name) => (await unlessMissing(tuning.describe(name))) && { kind: 'tuning-job', name },
  };
  return found<Listed>(text, [...findersOf(sagemaker), tuningFinder]);
}

function findersOf(sagemaker: SageMaker): readonly Finder<Row>[] {
  return KINDS.map((kind) => ({
    kind,
    find: async (name) => {
      const outcome: Outcome | undefined = await unlessMissing(outcomeOf(sagemaker, kind, name));
      return outcome && { kind, name, status: outcome.status ?? '', created: undefined, ended: undefined };
    },
  }));
}

async function found<R extends Listed>(text: string, finders: readonly Finder<R>[]): Promise<R> {
  const [first = '', second] = text.split('/');
  const own = second === undefined ? undefined : finders.find(({ kind }) => kind === first);
  const asked = own === undefined ? { finders, name: text } : { finders: [own], name: second ?? '' };
  const answers = await Promise.allSettled(asked.finders.map((it) => it.find(asked.name)));
  const rows = answers.flatMap((it) => (it.status === 'fulfilled' ? (it.value ?? []) : []));
  const [row, ...others] = rows;
  if (others.length > 0) throw severalNamed(rows);
  if (row !== undefined) return row;
  for (const it of answers) if (it.status === 'rejected') throw it.reason;
  throw new UsageError(`There is nothing named ${text} in that account and region.`, LIST_SHOWS);
}
