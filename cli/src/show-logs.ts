import { hostName } from '../../contract/instances';
import type { Kind, LogLine, SageMaker } from '../../engine/src/sagemaker';
import type { Terminal } from './terminal';

/** Writes what the containers write, until the job is over or the signal. */
export async function showLogs(
  sagemaker: SageMaker,
  kind: Kind,
  name: string,
  terminal: Terminal,
  signal: AbortSignal,
  onLine?: () => void,
): Promise<void> {
  await showLines(sagemaker.logs(kind, name, signal), kind, terminal, onLine);
}

/** Writes lines; the host stands before each of them when there are several. Answers how many there were. */
export async function showLines(
  lines: AsyncIterable<LogLine>,
  kind: Kind,
  terminal: Pick<Terminal, 'write' | 'warn'>,
  onLine: () => void = () => undefined,
): Promise<number> {
  const hosts = new Set<string>();
  let count = 0;
  for await (const { host, stream, text } of lines) {
    onLine();
    count += 1;
    hosts.add(host);
    const alone = hosts.size === 1 && isAlone(host, kind);
    const line = alone ? `${text}\n` : `${host}: ${text}\n`;
    if (stream === 'stdout') terminal.write(line);
    else terminal.warn(line);
  }
  return count;
}

/** Whether a host may be the only one, by its name. Containers of a pipeline have `<variant>.<container>`. */
function isAlone(host: string, kind: Kind): boolean {
  return kind === 'endpoint' ? !host.includes('.') : host === hostName(1);
}
