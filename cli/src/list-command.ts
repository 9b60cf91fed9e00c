import { KINDS, listAll } from '../../engine/src/session/by-kind';
import type { Row } from '../../engine/src/session/by-kind';
import type { SageMaker } from '../../engine/src/sagemaker';
import { AWS_OPTIONS } from './aws';
import { listEverything, newestFirst } from './kinds';
import { openPlace } from './place';
import { oneOf, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';
import { isUserError } from './user-error';

/** A list does not wait longer for an engine that is asleep. */
const ENGINE_MS = 1_000;
/** Of each kind at AWS, unless more are wanted: an account may have very many. */
const LIMIT = 100;

/** `list`: jobs and endpoints of this machine, or of an account at AWS, newest first. */
export async function listCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['format', 'limit', ...AWS_OPTIONS]);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  const limit = limitOf(options.text('limit'));
  if (options.positionals.length > 0) throw new UsageError('list takes no names.');
  const place = await openPlace(options, terminal);
  try {
    if (place.at === 'here') await place.sagemaker.failLostJobs(ENGINE_MS);
    const rows =
      place.at === 'here'
        ? (await listEverything(place.sagemaker)).slice(0, limit)
        : await newestOfEach(place.sagemaker, limit ?? LIMIT, terminal);
    if (format === 'json') {
      terminal.write(`${JSON.stringify(rows, null, 2)}\n`);
      return 0;
    }
    const width = Math.max(0, ...rows.map((it) => it.name.length));
    for (const { kind, name, status, created } of rows) {
      const time = created?.toISOString().slice(0, 19).replace('T', ' ') ?? '';
      terminal.write(`${kind.padEnd(14)}  ${name.padEnd(width)}  ${status.padEnd(10)}  ${time}\n`);
    }
    return 0;
  } finally {
    await place.close();
  }
}

/** The newest of each kind. Kinds that may not be listed are told, unless none may. */
async function newestOfEach(sagemaker: SageMaker, limit: number, terminal: Terminal): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const denied: Error[] = [];
  for (const kind of KINDS) {
    let count = 0;
    try {
      for await (const row of listAll(sagemaker, kind)) {
        if (count++ === limit) {
          terminal.warn(`Of ${kind}s these are the newest ${limit}; --limit shows more.\n`);
          break;
        }
        rows.push(row);
      }
    } catch (error) {
      if (!isUserError(error) || error.name !== 'AccessDenied') throw error;
      denied.push(error);
      if (denied.length === KINDS.length) throw error;
    }
  }
  for (const { message } of denied) terminal.warn(`${message}\n`);
  return newestFirst(rows);
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new UsageError('--limit takes a whole number.');
}
