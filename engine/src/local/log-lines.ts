import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LineCounts, LogEvent } from '../docker/log-lines';
import type { LogLine } from '../sagemaker';

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
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    const stream = parseLogText('', line)?.stream;
    if (stream !== undefined) counts[stream] += 1;
  }
  return counts;
}

export interface LogWriter {
  write(line: LogEvent): void;
  /** Answers when all of it is in the file. */
  close(): Promise<void>;
}

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
