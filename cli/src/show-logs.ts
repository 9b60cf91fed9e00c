import { hostName } from '../../contract/instances';
import type { Kind, SageMaker } from '../../engine/src/sagemaker';
import type { Terminal } from './terminal';

/** Writes what the containers write; the host stands before each line when there are several. */
export async function showLogs(
  sagemaker: SageMaker,
  kind: Kind,
  name: string,
  terminal: Terminal,
  signal: AbortSignal,
  onLine: () => void = () => undefined,
): Promise<void> {
  const hosts = new Set<string>();
  for await (const { host, stream, text } of sagemaker.logs(kind, name, signal)) {
    onLine();
    hosts.add(host);
    const alone = hosts.size === 1 && (kind === 'endpoint' || host === hostName(1));
    const line = alone ? `${text}\n` : `${host}: ${text}\n`;
    if (stream === 'stdout') terminal.write(line);
    else terminal.warn(line);
  }
}
