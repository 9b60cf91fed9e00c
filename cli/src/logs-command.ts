import { loadEngine } from './engine';
import { findByName } from './kinds';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import { onlyPositional, readOptions } from './read-options';
import { showLogs } from './show-logs';
import type { Terminal } from './terminal';

/** What is on disk comes at once: silence for so long means that all of it was shown. */
const SILENCE_MILLISECONDS = 400;

/** `logs`: what the containers of a job or endpoint wrote, and with --follow what they write. */
export async function logsCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['follow']);
  const name = onlyPositional(options, 'one job or endpoint');
  const interrupted = terminal.interruption();
  const local = await openLocal(await loadEngine(), undefined, progressOn(terminal), terminal);
  try {
    const { kind, name: full } = await findByName(local.sagemaker, name);
    if (options.flag('follow')) await showLogs(local.sagemaker, kind, full, terminal, interrupted);
    else {
      const silence = new AbortController();
      const timer = setTimeout(() => {
        silence.abort();
      }, SILENCE_MILLISECONDS);
      const signal = AbortSignal.any([interrupted, silence.signal]);
      await showLogs(local.sagemaker, kind, full, terminal, signal, () => timer.refresh());
      clearTimeout(timer);
    }
    return 0;
  } finally {
    await local.close();
  }
}
