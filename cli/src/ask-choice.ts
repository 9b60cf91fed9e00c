import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal';

export interface TerminalChoice {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
}

/** Whether somebody sits at the terminal who can answer. */
export function canAsk(terminal: Terminal): boolean {
  return terminal.interactive && process.stdin.isTTY;
}

/** Shows the choices with numbers and asks until one is chosen: by its number, its id, or Enter for the first. */
export async function askChoice(
  prompt: string,
  choices: readonly TerminalChoice[],
  terminal: Terminal,
): Promise<string> {
  const width = Math.max(...choices.map(({ label }) => label.length));
  const rows = choices.map(
    ({ label, detail }, at) => `  ${String(at + 1).padStart(2)}  ${label.padEnd(width)}  ${detail}`,
  );
  terminal.warn(`${prompt}\n${rows.join('\n')}\n`);
  for (;;) {
    const text = await askText('Number [1]: ', terminal);
    const found = text === '' ? choices[0] : (choices[Number(text) - 1] ?? choices.find(({ id }) => id === text));
    if (found !== undefined) return found.id;
    terminal.warn(`Type a number from 1 to ${choices.length}.\n`);
  }
}

/** Asks for a line; without blanks around it. */
export async function askText(prompt: string, terminal: Terminal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(prompt, { signal: terminal.interruption() })).trim();
  } finally {
    lines.close();
  }
}
