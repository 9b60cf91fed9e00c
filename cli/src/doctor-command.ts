import { loadEngine } from './engine';
import { oneOf, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `doctor`: what of this machine's is found. 1 when containers can't run here. */
export async function doctorCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['format']);
  const format = oneOf(options.text('format') ?? 'text', ['text', 'json'], '--format');
  if (options.positionals.length > 0) throw new UsageError('doctor takes no names.');
  const { examineMachine } = await loadEngine();
  const findings = (await examineMachine(terminal.env, terminal.interruption())).map(
    ({ what, state, text, remedy }) => ({ name: what, ok: state === 'ok', state, text, remedy }),
  );
  if (format === 'json') terminal.write(`${JSON.stringify(findings, null, 2)}\n`);
  else {
    for (const { name, ok, text, remedy } of findings) {
      terminal.write(`${ok ? 'ok' : '--'}  ${name.padEnd(9)}  ${text}\n`);
      if (remedy !== undefined) terminal.write(`${' '.repeat(15)}${remedy}\n`);
    }
  }
  return findings.some(({ state }) => state === 'missing') ? 1 : 0;
}
