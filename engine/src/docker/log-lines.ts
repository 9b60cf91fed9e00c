import type { OutputChunk } from './engine';

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

export interface LineSplitter {
  /** The lines that these bytes complete. */
  push(chunk: OutputChunk): readonly string[];
  /** What was written without an end of line, by stream. */
  flush(): readonly { readonly stream: StreamName; readonly text: string }[];
}

/** Puts lines together from bytes that are cut anywhere, also within a character. */
export function lineSplitter(): LineSplitter {
  const streams = { stdout: unfinishedLine(), stderr: unfinishedLine() };
  return {
    push: ({ stream, data }) => streams[stream].push(data),
    flush: () =>
      (['stdout', 'stderr'] as const).flatMap((stream) => {
        const text = streams[stream].flush();
        return text === '' ? [] : [{ stream, text }];
      }),
  };
}

function unfinishedLine() {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  const take = () => {
    const line = parts.join('');
    parts.length = 0;
    length = 0;
    return line;
  };
  const keep = (text: string, lines: string[]) => {
    let rest = text;
    while (length + rest.length > LONGEST) {
      parts.push(rest.slice(0, LONGEST - length));
      rest = rest.slice(LONGEST - length);
      lines.push(take());
    }
    if (rest !== '') parts.push(rest);
    length += rest.length;
  };
  return {
    push: (data: Uint8Array): readonly string[] => {
      const lines: string[] = [];
      const pieces = decoder.decode(data, { stream: true }).split('\n');
      for (const [index, piece] of pieces.entries()) {
        keep(piece, lines);
        if (index < pieces.length - 1) lines.push(take().replace(/\r$/, ''));
      }
      return lines;
    },
    flush: () => take() + decoder.decode(),
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
