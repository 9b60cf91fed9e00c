import { resolve } from 'node:path';
import type { LocalSession } from '../../engine/src/session/open-local';
import { readGivenFile } from './read-file';
import type { Options } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** So long the container may say nothing after the last line before the stream is closed. */
const QUIET_SECONDS = 5;
const NOT_WITH = ['async', 'stream', 'target-model', 'target-container', 'accept', 'content-type'] as const;

/** Sends each line of the data as a message while the answers come, and writes each of them as a line. */
export function askBothWays(name: string, options: Options, terminal: Terminal) {
  const other = NOT_WITH.find((it) => options.has(it));
  if (other !== undefined) throw new UsageError(`--bidirectional and --${other} exclude one another.`);
  const data = options.text('data') ?? '-';
  const input = data === '-' ? terminal.readInputBytes() : readGivenFile(resolve(terminal.cwd, data));
  const lines = Buffer.from(input).toString('utf8').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const body = lines.map((line) => ({ data: Buffer.from(line), text: true }));
  const targetVariant = options.text('target-variant');
  const invocation = { body, quietSeconds: QUIET_SECONDS, ...(targetVariant === undefined ? {} : { targetVariant }) };
  return async (sagemaker: LocalSession['sagemaker'], signal: AbortSignal): Promise<void> => {
    for await (const answer of sagemaker.invokeEndpointWithBidirectionalStream(name, invocation, signal)) {
      terminal.writeBytes(answer.data);
      if (answer.text) terminal.write('\n');
    }
  };
}
