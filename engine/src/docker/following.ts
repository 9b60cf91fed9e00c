import type { DockerEngine, Output } from './engine';
import { lineSplitter, timedLine } from './log-lines';
import type { LineCounts, LogEvent, StreamName } from './log-lines';

const LAST_LINES = 40;

export interface Follower {
  readonly host: string | undefined;
  onLine(line: LogEvent): void;
}

export interface Following {
  readonly lastLines: readonly string[];
  /** Reads the output of a container from its very start to its end. */
  read(output: Output): Promise<void>;
  /** Goes on from the engine’s own record of the output, after the lines that were seen already. */
  resume(engine: DockerEngine, id: string, signal: AbortSignal): Promise<void>;
  /** Gives the last line when it has no end of line. Only once the container has ended: else it would be half a line. */
  finish(): void;
}

/** Turns a container’s output into lines, and never gives a line twice. */
export function following(follower: Follower, seen: LineCounts = { stdout: 0, stderr: 0 }): Following {
  const lastLines: string[] = [];
  const counts = { ...seen };
  // Each reader takes the place of the one before, which may still get something.
  let current = 0;
  let finish: () => void = () => undefined;
  const emit = (stream: StreamName, line: string, timed: boolean) => {
    counts[stream]++;
    const { time, text } = timed ? timedLine(line) : { time: new Date(), text: line };
    lastLines.push(text);
    if (lastLines.length > LAST_LINES) lastLines.shift();
    follower.onLine({ host: follower.host, stream, time, text });
  };
  const read = async (output: Output, timed: boolean) => {
    const mine = ++current;
    const skip = timed ? { ...counts } : { stdout: 0, stderr: 0 };
    const splitter = lineSplitter();
    const take = (stream: StreamName, line: string) => {
      if (mine !== current) return;
      if (skip[stream] > 0) skip[stream]--;
      else emit(stream, line, timed);
    };
    finish = () => {
      for (const { stream, text } of splitter.flush()) take(stream, text);
    };
    for await (const chunk of output) {
      for (const line of splitter.push(chunk)) take(chunk.stream, line);
    }
  };
  return {
    lastLines,
    read: (output) => read(output, false),
    resume: async (engine, id, signal) => {
      await read(await engine.containers.logs(id, { follow: true, timestamps: true }, signal), true);
    },
    finish: () => {
      finish();
    },
  };
}
