import { stop } from '../../engine/src/session/by-kind';
import { loadEngine } from './engine';
import { findByName } from './kinds';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import { onlyPositional, readOptions } from './read-options';
import type { Terminal } from './terminal';

/** `stop`: ends a job as StopTrainingJob does; an endpoint is deleted, since endpoints don't stop. */
export async function stopCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const name = onlyPositional(readOptions(args, []), 'one job or endpoint to stop');
  const local = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
  try {
    const row = await findByName(local.sagemaker, name);
    await stop(local.sagemaker, row.kind, row.name);
    terminal.warn(`${row.kind === 'endpoint' ? 'Deleted' : 'Asked to stop'}: ${row.name}.\n`);
    return 0;
  } finally {
    await local.close();
  }
}
