import type { ListedRow, TunedRow } from '../../engine/src/aws/tuning-jobs';
import { KINDS, listAll } from '../../engine/src/session/by-kind';
import { AWS_OPTIONS } from './aws';
import { listEverything, newestFirst } from './kinds';
import { openPlace } from './place';
import type { AwsPlace, Place } from './place';
import { oneOf, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';
import { isUserError } from './user-error';

const NONE_TUNED = 'That tuning job has begun no training jobs yet.\n';

/** A list does not wait longer for an engine that is asleep. */
const ENGINE_MS = 1_000;
/** Of each kind at AWS, unless more are wanted: an account may have very many. */
const LIMIT = 100;

const NOTHING = {
  here: 'Nothing has run here yet: `train`, `process`, `transform` and `serve` begin something.\n',
  aws: 'There are no jobs and endpoints in that account and region.\n',
} as const;

/** `list`: jobs and endpoints of this machine, or of an account at AWS, newest first; or the training jobs of a tuning job. */
export async function listCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['format', 'limit', ...AWS_OPTIONS]);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  const limit = limitOf(options.text('limit'));
  const [tuningJob, ...others] = options.positionals;
  if (others.length > 0) throw new UsageError('list takes one name, of a tuning job.');
  const place = await openPlace(options, terminal);
  try {
    const rows = await rowsOf(place, tuningJob, limit, terminal);
    if (format === 'json') {
      terminal.write(`${JSON.stringify(rows, null, 2)}\n`);
      return 0;
    }
    if (rows.length === 0) terminal.warn(tuningJob === undefined ? NOTHING[place.at] : NONE_TUNED);
    const width = Math.max(0, ...rows.map((it) => it.name.length));
    for (const row of rows) terminal.write(`${lineOf(row, width)}\n`);
    return 0;
  } finally {
    await place.close();
  }
}

type ShownRow = ListedRow | TunedRow;

async function rowsOf(
  place: Place,
  tuningJob: string | undefined,
  limit: number | undefined,
  terminal: Terminal,
): Promise<readonly ShownRow[]> {
  if (place.at === 'aws') {
    return tuningJob === undefined
      ? newestOfEach(place, limit ?? LIMIT, terminal)
      : tunedBy(place, tuningJob.replace(/^tuning-job\//, ''), limit ?? LIMIT, terminal);
  }
  if (tuningJob !== undefined) {
    throw new UsageError('A name is that of a tuning job at AWS: say --profile or --region.');
  }
  await place.sagemaker.failLostJobs(ENGINE_MS);
  return (await listEverything(place.sagemaker)).slice(0, limit);
}

/** The newest of each kind. Kinds that may not be listed are told, unless none may. */
async function newestOfEach(
  { sagemaker, tuning }: AwsPlace,
  limit: number,
  terminal: Terminal,
): Promise<readonly ListedRow[]> {
  const signal = terminal.interruption();
  const lists: readonly { readonly kind: string; readonly all: AsyncIterable<ListedRow> }[] = [
    ...KINDS.map((kind) => ({ kind, all: listAll(sagemaker, kind, {}, signal) })),
    { kind: 'tuning-job', all: tuning.all({}, signal) },
  ];
  const rows: ListedRow[] = [];
  const denied: Error[] = [];
  for (const { kind, all } of lists) {
    try {
      rows.push(...(await first(all, limit, `${kind}s`, terminal)));
    } catch (error) {
      if (!isUserError(error) || error.name !== 'AccessDenied') throw error;
      denied.push(error);
      if (denied.length === lists.length) throw error;
    }
  }
  for (const { message } of denied) terminal.warn(`${message}\n`);
  return newestFirst(rows);
}

/** The newest training jobs of a tuning job. */
function tunedBy({ tuning }: AwsPlace, name: string, limit: number, terminal: Terminal): Promise<readonly TunedRow[]> {
  return first(tuning.allTrainingJobs(name, {}, terminal.interruption()), limit, `training jobs of ${name}`, terminal);
}

async function first<R>(all: AsyncIterable<R>, limit: number, what: string, terminal: Terminal): Promise<readonly R[]> {
  const rows: R[] = [];
  for await (const row of all) {
    if (rows.length === limit) {
      terminal.warn(`Of ${what} these are the newest ${limit}; --limit shows more.\n`);
      break;
    }
    rows.push(row);
  }
  return rows;
}

function lineOf(row: ShownRow, width: number): string {
  const { kind, name, status, created } = row;
  const time = created?.toISOString().slice(0, 19).replace('T', ' ') ?? '';
  return `${kind.padEnd(14)}  ${name.padEnd(width)}  ${status.padEnd(10)}  ${time}${noteOf(row)}`;
}

/** How far a tuning job is, and what one of its training jobs reached. */
function noteOf(row: ShownRow): string {
  if ('trainingJobs' in row) {
    const { completed, running, failed } = row.trainingJobs;
    return `  ${completed} completed, ${running} running, ${failed} failed`;
  }
  if (!('objective' in row) || row.objective === undefined) return '';
  return `  ${row.objective.metric} ${row.objective.value}`;
}

/** Reads --limit; undefined: it was not given. */
export function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new UsageError('--limit takes a whole number, from 1.');
}
