import { loadEngine } from './engine';
import { listEverything } from './kinds';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import { oneOf, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** A list does not wait longer for an engine that is asleep. */
const ENGINE_MS = 1_000;

/** `list`: jobs and endpoints of this machine, newest first. */
export async function listCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['format']);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  if (options.positionals.length > 0) throw new UsageError('list takes no names.');
  const local = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
  try {
    await local.sagemaker.failLostJobs(ENGINE_MS);
    const rows = await listEverything(local.sagemaker);
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
    await local.close();
  }
}
