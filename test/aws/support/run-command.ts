import type { Command, Terminal } from '../../../cli/src/terminal';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the terminal in this process; nobody can be asked there. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  {
    cwd,
    env,
    signal = new AbortController().signal,
  }: Pick<Terminal, 'cwd' | 'env'> & { readonly signal?: AbortSignal },
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command(args, {
    cwd,
    colour: false,
    interactive: false,
    version: '0',
    env,
    today: () => '2026-01-01',
    readInput: () => '',
    readInputBytes: () => new TextEncoder().encode('asked'),
    write: (text) => out.push(text),
    writeBytes: (bytes) => out.push(new TextDecoder().decode(bytes)),
    warn: (text) => err.push(text),
    interruption: () => signal,
  });
  return { code, out: out.join(''), err: err.join('') };
}
