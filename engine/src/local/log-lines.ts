import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../docker/error-code';
import type { LineCounts, LogEvent } from '../docker/log-lines';
import { splitLines } from '../docker/split-lines';
import type { LogLine } from '../sagemaker';

/** Characters; the longest line of a container, with what stands before it, is shorter. */
const LONGEST = 1024 * 1024;

/** Where the output of one host is kept. */
export function logFile(folder: string, host: string): string {
  return join(folder, `${host.replace(/[^a-zA-Z0-9_.-]/g, '-')}.log`);
}

/** A line of `<host>.log`. */
export function logText({ time, stream, text }: Pick<LogEvent, 'time' | 'stream' | 'text'>): string {
  return `${time.toISOString()} ${stream} ${text}\n`;
}

/** Reads a line of `<host>.log` back; undefined when it is none. */
export function parseLogText(host: string, line: string): LogLine | undefined {
  const [, stamp, stream, text] = /^(\S+) (stdout|stderr) (.*)$/s.exec(line) ?? [];
  if (stamp === undefined || text === undefined) return undefined;
  const time = new Date(stamp);
  if (Number.isNaN(time.getTime())) return undefined;
  return { host, stream: stream === 'stderr' ? 'stderr' : 'stdout', time, text };
}

/** How many lines of each stream are in the file, so that a container is followed from there on. */
export async function countLines(file: string): Promise<LineCounts> {
  const counts = { stdout: 0, stderr: 0 };
  const splitter = splitLines(LONGEST);
  const count = (lines: readonly string[]): void => {
    for (const line of lines) {
      const stream = parseLogText('', line)?.stream;
      if (stream !== undefined) counts[stream] += 1;
    }
  };
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) count(splitter.push(chunk));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  count(splitter.end());
  return counts;
}

export interface LogWriter {
  write(line: LogEvent): void;
  /** Answers when all of it is in the file. */
  close(): Promise<void>;
}

/** Appends to `<host>.log`, which only its owner may read. */
export function logWriter(file: string): LogWriter {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk ends the log, not the job.
  stream.on('error', () => undefined);
  return {
    write: (line) => {
      stream.write(logText(line));
    },
    close: () =>
      new Promise((resolve) => {
        if (stream.destroyed) resolve();
        else
          stream
            .once('error', () => {
              resolve();
            })
            .end(resolve);
      }),
  };
}
