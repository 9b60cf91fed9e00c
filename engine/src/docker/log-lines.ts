import type { OutputChunk } from './engine';
import { splitLines } from './split-lines';

export interface LogEvent {
  /** `algo-1`; undefined for a container that is no host of a job. */
  readonly host: string | undefined;
  readonly stream: 'stdout' | 'stderr';
  readonly time: Date;
  readonly text: string;
}

export type StreamName = OutputChunk['stream'];
export type LineCounts = Readonly<Record<StreamName, number>>;

/** A line of CloudWatch may have 256 KB; longer ones are cut there, so that a container can’t fill our memory. */
const LONGEST = 256 * 1024;

export interface StreamSplitter {
  /** The lines that these bytes complete. */
  push(chunk: OutputChunk): readonly string[];
  /** What was written without an end of line, by stream. */
  flush(): readonly { readonly stream: StreamName; readonly text: string }[];
}

/** Puts the lines of a container together. A progress bar’s line is given whole, as CloudWatch has it. */
export function lineSplitter(): StreamSplitter {
  const streams = { stdout: splitLines(LONGEST), stderr: splitLines(LONGEST) };
  return {
    push: ({ stream, data }) => streams[stream].push(data).map((line) => line.replace(/\r$/, '')),
    flush: () =>
      (['stdout', 'stderr'] as const).flatMap((stream) => streams[stream].end().map((text) => ({ stream, text }))),
  };
}

/** Takes off the time that the engine put before a line. */
export function timedLine(line: string): { readonly time: Date; readonly text: string } {
  const space = line.indexOf(' ');
  const time = new Date(line.slice(0, space === -1 ? undefined : space));
  return Number.isNaN(time.getTime())
    ? { time: new Date(), text: line }
    : { time, text: space === -1 ? '' : line.slice(space + 1) };
}
