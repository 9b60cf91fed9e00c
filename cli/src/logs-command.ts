import { AWS_OPTIONS } from './aws';
import { openPlace } from './place';
import { onlyPositional, readOptions } from './read-options';
import { showLines, showLogs } from './show-logs';
import type { Terminal } from './terminal';

/** What is on disk comes at once: silence for so long means that all of it was shown. */
const SILENCE_MILLISECONDS = 400;

/** `logs`: what the containers of a job or endpoint wrote, and with --follow what they write. */
export async function logsCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['follow', ...AWS_OPTIONS]);
  const name = onlyPositional(options, 'one job or endpoint');
  const interrupted = terminal.interruption();
  const place = await openPlace(options, terminal);
  try {
    const { kind, name: full } = await place.find(name);
    if (options.flag('follow')) await showLogs(place.sagemaker, kind, full, terminal, interrupted);
    else if (place.at === 'aws') {
      const lines = await showLines(place.sagemaker.logHistory(kind, full, interrupted), kind, terminal);
      if (lines === 0) terminal.warn(`CloudWatch has no lines of ${full} (yet).\n`);
    } else {
      const silence = new AbortController();
      const timer = setTimeout(() => {
        silence.abort();
      }, SILENCE_MILLISECONDS);
      const signal = AbortSignal.any([interrupted, silence.signal]);
      try {
        await showLogs(place.sagemaker, kind, full, terminal, signal, () => timer.refresh());
      } finally {
        clearTimeout(timer);
      }
    }
    return 0;
  } finally {
    await place.close();
  }
}
