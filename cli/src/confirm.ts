import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/**
 * Asks for a yes on the terminal; `--yes` is one. Where nobody can be asked it is a wrong call, so that a script never does
 * by accident what costs money.
 */
export async function confirm(question: string, yes: boolean, terminal: Terminal): Promise<boolean> {
  if (yes) return true;
  if (!terminal.interactive || !process.stdin.isTTY) {
    throw new UsageError(`${question} Nobody can be asked here: say --yes.`);
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: terminal.interruption() });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
