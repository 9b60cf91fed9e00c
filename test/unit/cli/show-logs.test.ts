import { describe, expect, it } from 'vitest';
import { showLines } from '../../../cli/src/show-logs';
import type { Terminal } from '../../../cli/src/terminal';
import type { Kind, LogLine } from '../../../engine/src/sagemaker';

/** What is written of lines of these hosts, one each. */
async function shown(kind: Kind, ...hosts: readonly string[]): Promise<string> {
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  const terminal: Pick<Terminal, 'write' | 'warn'> = { write, warn: write };
  async function* lines(): AsyncGenerator<LogLine> {
    for (const host of hosts) yield await Promise.resolve({ host, stream: 'stdout', text: 'said', time: new Date(0) });
  }
  await showLines(lines(), kind, terminal);
  return written;
}

describe('lines of a log', () => {
  it('stand without a name where there is one host', async () => {
    expect(await shown('training-job', 'algo-1', 'algo-1')).toBe('said\nsaid\n');
    expect(await shown('endpoint', 'AllTraffic')).toBe('said\n');
  });

  it('name the host as soon as there is another', async () => {
    expect(await shown('training-job', 'algo-1', 'algo-2')).toBe('said\nalgo-2: said\n');
    expect(await shown('training-job', 'algo-2')).toBe('algo-2: said\n');
  });

  it('name each container of a pipeline from the first line on', async () => {
    expect(await shown('endpoint', 'AllTraffic.scale', 'AllTraffic.classify')).toBe(
      'AllTraffic.scale: said\nAllTraffic.classify: said\n',
    );
  });
});
