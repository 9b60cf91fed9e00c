import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadEngine } from './engine';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import { onlyPositional, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'application/jsonlines',
  '.txt': 'text/plain',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.npy': 'application/x-npy',
  '.libsvm': 'text/x-libsvm',
  '.parquet': 'application/x-parquet',
};

/** `invoke`: sends a body to an endpoint of this machine, and writes the answer as it is. */
export async function invokeCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['data', 'content-type', 'accept']);
  const name = onlyPositional(options, 'one endpoint');
  const data = options.text('data') ?? '-';
  const signal = terminal.interruption();
  const body = data === '-' ? terminal.readInputBytes() : readBody(resolve(terminal.cwd, data));
  const contentType = options.text('content-type') ?? CONTENT_TYPES[/\.\w+$/.exec(data)?.[0].toLowerCase() ?? ''];
  const accept = options.text('accept');
  const local = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
  try {
    const answer = await local.sagemaker.invokeEndpoint(
      name,
      { body, ...(contentType === undefined ? {} : { contentType }), ...(accept === undefined ? {} : { accept }) },
      signal,
    );
    terminal.writeBytes(answer.body);
    return 0;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ModelError')) throw error;
    // The container's answer, as AWS hands it on: no bug of ours.
    terminal.warn(`${error.message}\n`);
    return 1;
  } finally {
    await local.close();
  }
}

function readBody(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
