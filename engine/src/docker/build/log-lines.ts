/** A line longer than this is cut: no step may fill the memory by never ending its line. */
const LONGEST = 64 * 1024;

export interface LineSplitter {
  push(bytes: Uint8Array): readonly string[];
  /** What is left when the writer has finished. */
  end(): readonly string[];
}

/**
 * Makes lines from pieces that may end anywhere, also within a character. Of a progress bar, which writes over its own
 * line, the last state is kept.
 */
export function splitLines(): LineSplitter {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  const take = (text: string): string[] => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    while (rest.length > LONGEST) {
      lines.push(rest.slice(0, LONGEST));
      rest = rest.slice(LONGEST);
    }
    return lines.map(lastState);
  };
  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end() {
      const lines = take(decoder.decode());
      const last = rest;
      rest = '';
      return last === '' ? lines : [...lines, lastState(last)];
    },
  };
}

function lastState(line: string): string {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}
