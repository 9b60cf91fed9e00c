import { splitLines } from '../split-lines';
import type { LineSplitter } from '../split-lines';

/** A line longer than this is cut: no step may fill the memory by never ending its line. */
const LONGEST = 64 * 1024;

/** The lines of a build step. Of a progress bar, which writes over its own line, the last state is kept. */
export function stepLines(): LineSplitter {
  const splitter = splitLines(LONGEST);
  return {
    push: (bytes) => splitter.push(bytes).map(lastState),
    end: () => splitter.end().map(lastState),
  };
}

function lastState(line: string): string {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}
